import type { Schemas } from '../../bin/client/client.ts';

type Report = Pick<Schemas['Report'], 'waves' | 'reasons' | 'agents'>;

/** What a real job would do with one wave. */
export interface PlannedWave {
  readonly number: number;
  readonly agents: number;
  /** Agents that a command would be sent to. */
  readonly sent: number;
  /** Seconds for which it is watched. */
  readonly bakeSeconds: number;
  /** Why agents of the wave would not be sent anything, the most frequent first. */
  readonly held: readonly { readonly reason: string; readonly sentence: string; readonly agents: number }[];
}

/** The plan per wave, from the report of a simulated job. */
export function planOf({ waves, reasons, agents }: Report): PlannedWave[] {
  const sentences = new Map<string, string>(reasons.map(({ reason, sentence }) => [reason, sentence]));
  return waves.map(({ number, agents: total, bakeSeconds }) => {
    const own = agents.filter(({ wave }) => wave === number);
    const counts = new Map<string, number>();
    for (const { reason } of own)
      if (reason !== null && reason !== 'SIMULATED') counts.set(reason, (counts.get(reason) ?? 0) + 1);
    const held = [...counts]
      .sort(([, a], [, b]) => b - a)
      .map(([reason, count]) => ({ reason, sentence: sentences.get(reason) ?? reason, agents: count }));
    const sent = own.filter(({ reason }) => reason === 'SIMULATED').length;
    return { number, agents: total, sent, bakeSeconds, held };
  });
}

/** A time in seconds for people: 45 s, 3 min, 2 h 5 min, 3 d 4 h. */
export function durationWords(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(' ') || '0 s';
}
