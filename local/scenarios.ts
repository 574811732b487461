import type { Scenario } from './scenario.ts';
import { canary } from './scenarios/canary.ts';
import { cancel } from './scenarios/cancel.ts';
import { conflict } from './scenarios/conflict.ts';
import { offline } from './scenarios/offline.ts';
import { pauseResume } from './scenarios/pause-resume.ts';
import { simulate } from './scenarios/simulate.ts';

/** By the name that `npm run demo -- --scenario` takes. */
export const scenarios: ReadonlyMap<string, Scenario> = new Map(
  Object.entries({ canary, 'pause-resume': pauseResume, cancel, offline, conflict, simulate }),
);
