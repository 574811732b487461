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
