/** Ends a run with one plain line that people and CI can read. */
export default class SummaryReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
    // A file that does not even load has no tests to count: it is a failure all the same.
    const broken = testResults.filter(
      ({ testExecError }) => testExecError !== undefined && testExecError !== null,
    ).length;
    process.stdout.write(
      `tests: ${numPassedTests} passed, ${numFailedTests + broken} failed, ${numPendingTests + numTodoTests} skipped\n`,
    );
  }
}
