import type { Obstacle } from '../decide.ts';
import { withoutArns } from '../error-words.ts';
import type { Alarms } from '../ports.ts';

/**
 * Why the alarms keep the next wave from beginning; null where they do not. One that does not exist or cannot be read stops, too: nobody
 * knows what it would say. INSUFFICIENT_DATA does not: it is what a quiet metric has.
 */
export async function alarmOf(alarms: Alarms, names: readonly string[]): Promise<Obstacle | null> {
  if (names.length === 0) return null;
  const states = await read(alarms, names);
  if (states instanceof Error)
    return {
      reason: 'ALARM_UNREADABLE',
      detail: `The alarms could not be read: ${withoutArns(states.message)}`.slice(0, 500),
    };
  const firing = names.filter((name) => states.get(name) === 'ALARM');
  if (firing.length > 0) return { reason: 'ALARM', detail: `In ALARM: ${firing.join(', ')}.` };
  const unknown = names.filter((name) => !states.has(name));
  if (unknown.length > 0)
    return { reason: 'ALARM_UNREADABLE', detail: `CloudWatch knows no alarm ${unknown.join(', ')}.` };
  return null;
}

/** An error is an answer here: the job stops, says why, and an operator decides. */
async function read(alarms: Alarms, names: readonly string[]) {
  try {
    return await alarms.states(names);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
