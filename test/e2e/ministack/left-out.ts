/** Types without which the stack is deployed, since MiniStack would refuse the whole of it, and what that means. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'AWS::SSM::Document': 'it has no such type; our own Systems Manager has the documents of the template',
  'AWS::CloudWatch::CompositeAlarm': 'it has no such type',
};
