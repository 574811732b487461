import * as z from 'zod';
import { discovering } from './discovering.ts';
import { discoverOnSchedule } from './domain/use-cases/discover-on-schedule.ts';
import { task } from './task.ts';

const { ports, home, everyMinutes } = discovering();

/** Of the 300 s between two calls, which the function may take: one has ended when the next one begins. */
const BUDGET_MS = 240_000;

/** Every 5 minutes: what the event says is not needed. A walk that a caller took over is tried again, and is that caller's or done by then. */
export const handler = task(z.unknown(), async () => {
  const now = new Date();
  const hasTime = () => Date.now() - now.getTime() < BUDGET_MS;
  const discovery = await discoverOnSchedule(ports, { home, now, hasTime }, everyMinutes);
  if (discovery === undefined) return { due: false };
  const { examples: _examples, ...told } = discovery;
  return { due: true, ...told };
});
