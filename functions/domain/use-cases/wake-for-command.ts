import type { Metrics } from '../metrics.ts';
import type { CommandTokens, Waker } from '../ports.ts';

/**
 * A command is over, says an event: whoever waits for it may look. The event carries no truth, so one that is late, doubled
 * or about a command of somebody else changes nothing. Answers whether somebody was called.
 */
export async function wakeForCommand(
  ports: { readonly tokens: CommandTokens; readonly waker: Waker; readonly metrics: Metrics },
  commandId: string,
): Promise<boolean> {
  const token = await ports.tokens.get(commandId);
  if (token === undefined) return false;
  await ports.waker.wake(token);
  // An event that comes twice counts twice: nobody remembers that the first one woke the batch.
  ports.metrics.add('BatchesWoken', 1);
  return true;
}
