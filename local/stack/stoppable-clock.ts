import type { Clock } from '../clock.ts';

/** A clock whose timers can all be taken back at once, so that a stopped stack leaves none behind. */
export function stoppableClock(clock: Clock): Clock & { stop(): void } {
  const timers = new Set<() => void>();
  let stopped = false;
  return {
    now: () => clock.now(),
    schedule(delayMs, callback) {
      if (stopped) return () => undefined;
      const takeBack = clock.schedule(delayMs, () => {
        timers.delete(cancel);
        callback();
      });
      const cancel = () => {
        timers.delete(cancel);
        takeBack();
      };
      timers.add(cancel);
      return cancel;
    },
    stop() {
      stopped = true;
      for (const cancel of [...timers]) cancel();
    },
  };
}
