import { afterAll, beforeAll, describe } from '@jest/globals';
import { agentUpgradeArea } from './areas/agent-upgrade.ts';
import { authorizationArea } from './areas/authorization.ts';
import { coverageArea } from './areas/coverage.ts';
import { cursorsArea } from './areas/cursors.ts';
import { discoveryArea } from './areas/discovery.ts';
import { exportArea } from './areas/export.ts';
import { followingArea } from './areas/following.ts';
import { freezeArea } from './areas/freeze.ts';
import { jobsArea } from './areas/jobs.ts';
import { mannersArea } from './areas/manners.ts';
import { ownRefusalsArea } from './areas/own-refusals.ts';
import { readingArea } from './areas/reading.ts';
import { refusalsArea } from './areas/refusals.ts';
import { registeringArea } from './areas/registering.ts';
import { reportArea } from './areas/report.ts';
import { simulatingArea } from './areas/simulating.ts';
import { startsNothingArea } from './areas/starts-nothing.ts';
import { steeringArea } from './areas/steering.ts';
import { upgradingArea } from './areas/upgrading.ts';
import { versionsArea } from './areas/versions.ts';
import { Exchanges } from './exchanges.ts';
import type { Lacks } from './lacks.ts';
import type { Target } from './target.ts';

/** Each area names the agents that it changes, item1 to item25, and leaves the others alone. */
export const AGENTS = 25;

/**
 * Everything that a deployment has to do, whatever it runs on, but for what that `lacks`. `start` has AGENTS agents, and lets pages of ORIGIN call
 * it; within `startMs`. One deployment for all of it: to start it takes longer than most of them.
 */
export function acceptanceSuite(start: () => Promise<Target>, startMs: number, lacks: Lacks = {}): void {
  let target: Target | undefined;
  beforeAll(async () => {
    target = await start();
  }, startMs);
  afterAll(() => target?.stop());
  const api = new Exchanges(() => {
    if (target === undefined) throw new Error('The target has not started.');
    return target;
  }, lacks);

  // The first one counts what is stored, and the last one reads what the others have asked.
  describe('what is not acceptable', () => startsNothingArea(api));
  describe('an upgrade', () => upgradingArea(api));
  describe('an upgrade of one agent', () => agentUpgradeArea(api));
  describe('a simulated job', () => simulatingArea(api));
  describe('a job', () => steeringArea(api));
  describe('the jobs', () => jobsArea(api));
  describe('a job that has ended', () => followingArea(api));
  describe('a report', () => reportArea(api));
  describe('the inventory', () => readingArea(api));
  describe('registering', () => registeringArea(api));
  describe('the nodes', () => discoveryArea(api));
  describe('the catalogue', () => versionsArea(api));
  describe('a freeze', () => freezeArea(api));
  describe('all there is', () => exportArea(api));
  describe('a cursor', () => cursorsArea(api));
  describe('who may do what', () => authorizationArea(api));
  describe('manners', () => mannersArea(api));
  describe('what makes a job', () => ownRefusalsArea(api));
  describe('each operation', () => refusalsArea(api));
  describe('all of that', () => coverageArea(api));
}
