import everyday from './jest.config.js';

/** Whole stacks with fleets of real processes: minutes of waiting for them, for a run before a change is handed over. */
export default { ...everyday, testTimeout: 180_000, testMatch: ['<rootDir>/test/e2e/**/*.test.ts'] };
