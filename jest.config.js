import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// The functions' own log lines would hide what the tests say.
process.env.LOG_LEVEL ??= 'SILENT';

// What one file of a run makes and the others use; it goes with the process that made it, the run's.
if (process.env.TEST_RUN_FOLDER === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-tests-'));
  process.env.TEST_RUN_FOLDER = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

/** Tests run as ES modules (middy is ESM only), compiled by swc; the scripts start jest with --experimental-vm-modules. */
export default {
  testEnvironment: 'node',
  // Jest leaves one core idle by default, and half of the slow tests wait for real processes.
  // A limit for what hangs, and not for what is slow: on a busy machine all of it is.
  testTimeout: 60_000,
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/sequencer.js',
  reporters: ['default', '<rootDir>/test/summary-reporter.js'],
  testMatch: ['<rootDir>/test/!(e2e|asl)/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }],
  },
};
