import { setTimeout as delay } from 'node:timers/promises';
import type { FaultBench } from './bench.ts';
import type { Play } from './fault.ts';

/** What all faults of the services happen to, while the others' agents are elsewhere. */
const FLEET = ['item1', 'item2', 'item3', 'item4', 'item5', 'item6'];

type Random = () => number;

/** Runs some jobs, one after the other, in a weather. */
async function jobs(
  bench: FaultBench,
  count: number,
  begin: () => void,
  during?: () => Promise<unknown>,
): Promise<Play> {
  const played = [];
  try {
    for (let job = 0; job < count; job++) {
      begin();
      played.push(await bench.caller.upgrade(FLEET, bench.nextVersion(), during));
      bench.weather.clear();
    }
  } finally {
    bench.weather.clear();
  }
  return played;
}

/** Nothing goes wrong: what the others are compared with. */
export const nothing = (bench: FaultBench) => jobs(bench, 1, () => undefined);

/** Each function is killed in two of its first four invocations, at any moment of them, in each job anew. */
export function killedFunctions(bench: FaultBench, random: Random): Promise<Play> {
  return jobs(bench, 2, () => {
    const left = new Map<string, boolean[]>();
    bench.weather.kill = (name) => {
      const turns = left.get(name) ?? [true, false, true, false].toSorted(() => random() - 0.5);
      left.set(name, turns);
      return turns.shift() ? random() * 120 : undefined;
    };
  });
}

/** Three of ten calls of every API are throttled: DynamoDB, Step Functions, Systems Manager, EC2 and CloudWatch. */
export function throttledApis(bench: FaultBench, random: Random): Promise<Play> {
  return jobs(bench, 1, () => {
    bench.weather.api = () => (random() < 0.3 ? 'throttled' : undefined);
  });
}

/** One of ten calls of every API is done, and its caller sees a broken connection. */
export function lostAnswers(bench: FaultBench, random: Random): Promise<Play> {
  return jobs(bench, 1, () => {
    bench.weather.api = () => (random() < 0.1 ? 'lost' : undefined);
  });
}

/** Of the events three of ten are lost, three come twice and three late. */
export function unreliableEvents(bench: FaultBench, random: Random): Promise<Play> {
  return jobs(bench, 2, () => {
    bench.weather.event = () => {
      const chance = random();
      if (chance < 0.3) return 'lose';
      if (chance < 0.6) return 'duplicate';
      return chance < 0.9 ? { delayMs: random() * 8000 } : 'none';
    };
  });
}

/** The clock of the services is set forward and back by 50 s, again and again, against those of functions and nodes. */
export function jumpingServices(bench: FaultBench): Promise<Play> {
  return jobs(
    bench,
    1,
    () => undefined,
    async () => {
      for (const aheadMs of [50_000, 0, -50_000, 0, 50_000, -50_000, 0]) {
        bench.weather.aheadMs = aheadMs;
        await delay(500);
      }
    },
  );
}
