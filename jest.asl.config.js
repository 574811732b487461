import everyday from './jest.config.js';

/** Our interpreter of state machines against another one, in real time: minutes where that other one is installed. */
export default { ...everyday, testMatch: ['<rootDir>/test/asl/**/*.test.ts'] };
