import { test } from '@jest/globals';
import { ORIGIN } from '../../acceptance/areas/manners.ts';
import { AGENTS, acceptanceSuite } from '../../acceptance/suite.ts';
import { startDeployment } from './deployment.ts';
import { emulation } from './python.ts';

const made = await emulation();

if ('missing' in made) test.skip(`no: ${made.missing}`, () => undefined);
else acceptanceSuite(() => startDeployment({ python: made.python, agents: AGENTS, corsOrigin: ORIGIN }), 240_000);
