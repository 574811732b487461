/** What SSM Agent prints for a step that is for another platform (aws/amazon-ssm-agent, agent/framework/runpluginutil/runpluginutil.go). */
const SKIPPED = 'Step execution skipped due to ';

/**
 * What a command printed on a node, of what each of its document's steps did. A document has steps for other platforms, which were
 * skipped; AWS-UpdateSSMAgent begins with one. Of ours the step that ran begins with a line of JSON.
 */
export function outputOf(outputs: readonly string[]): string {
  const told = outputs.filter((output) => output !== '' && !output.startsWith(SKIPPED));
  return told.find((output) => output.startsWith('{')) ?? told.join('\n');
}
