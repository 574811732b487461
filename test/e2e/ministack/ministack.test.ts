import { describe, test } from '@jest/globals';
import { ORIGIN } from '../../acceptance/areas/manners.ts';
import { type Lacks, skippedLines } from '../../acceptance/lacks.ts';
import { AGENTS, acceptanceSuite } from '../../acceptance/suite.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { LEFT_OUT } from './left-out.ts';
import { emulation } from './python.ts';
import { realUpgrade, UPGRADED } from './real-upgrade.ts';

/** Measured on the pinned version. */
const LACKS: Lacks = {
  cors: "MiniStack's CloudFormation stores what an HTTP API allows pages in a form that its API Gateway does not read",
  bareNotModified: 'MiniStack says a length of 0 with 304',
  submissions: "MiniStack's histories do not say when a task was submitted",
};

const START_MS = 240_000;

const say = (line: string) => process.stdout.write(`${line}\n`);
const made = await emulation();

if ('missing' in made) {
  say(`skipped: the deployment to MiniStack, since ${made.missing}`);
  test.skip('the deployment to MiniStack', () => undefined);
} else {
  for (const [type, why] of Object.entries(LEFT_OUT)) say(`skipped: ${type} in MiniStack, since ${why}`);
  for (const line of skippedLines(LACKS)) say(line);

  describe('a deployment to MiniStack', () => {
    let deployment: Deployment;
    const options = { python: made.python, agents: AGENTS + UPGRADED.length, corsOrigin: ORIGIN };
    const start = async () => {
      deployment = await startDeployment(options);
      return deployment;
    };
    acceptanceSuite(start, START_MS, LACKS);
    describe('a real upgrade', () => realUpgrade(() => deployment));
  });
}
