/** Without these the stack is deployed, since MiniStack would refuse the whole of it, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'AWS::SSM::Document': 'it has no such type; our own Systems Manager has the documents of the template',
  'AWS::CloudWatch::Alarm.Metrics':
    'its CloudFormation takes alarms on one plain metric alone, and none on an expression or with a label',
};
