import fc from 'fast-check';
import { Refusal } from '../../functions/domain/errors.ts';
import type { Outcome, Script } from '../../local/ssm/scripted-node.ts';
import { demoAgents, forwarders, forwardersInPlace } from './agent-kinds.ts';
import type { WorkflowWorld } from './workflow-world.ts';

/* What may happen to a job, at random: nodes, rollouts, whoever steers it, what fails around it. */

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'success' } as const) },
  fc.constantFrom('HEALTH_CHECK_FAILED', 'DOWNLOAD_FAILED').map((reason) => ({ kind: 'failed', reason }) as const),
  fc.record({ kind: fc.constantFrom('timeout', 'undeliverable', 'noOutput', 'lost'), changes: fc.boolean() }),
);
const script: fc.Arbitrary<Script> = fc.record({ latencyMs: fc.integer({ min: 0, max: 600_000 }), outcome });
const size = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constantFrom('10%', '50%', '100%'));
const optional = { requiredKeys: [] };

/** The name of the only alarm there is. */
export const ALARM = 'errors';

const asked = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 6 }),
    concurrencyPerTag: fc.record({ tag: fc.constantFrom('site', 'rack'), max: fc.integer({ min: 1, max: 3 }) }),
    waves: fc.array(fc.record({ size, bakeSeconds: fc.constantFrom(0, 60, 3600) }), { minLength: 1, maxLength: 4 }),
    failureThreshold: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom('0%', '10%', '40%')),
    onFailure: fc.constantFrom('halt', 'pause', 'rollback'),
    alarms: fc.constant([ALARM]),
    approval: fc.constantFrom(true, 'after-canary'),
  },
  optional,
);

/** Some ask for no waves and no threshold, and get those of a newcomer; the others, where they ask for none, one wave that bears all. */
const rollout = fc
  .tuple(asked, fc.boolean())
  .map(([request, isNewcomer]) =>
    isNewcomer ? { ...request, waves: undefined, failureThreshold: undefined } : request,
  );

/** After how many seconds a node that is offline at first comes online: online from the start, later, or never. */
const comesOnline = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  fc.integer({ min: 1, max: 60 * 3600 }),
  fc.constant(Number.POSITIVE_INFINITY),
);
const offline = fc.oneof(fc.constantFrom('fail', 'wait'), fc.record({ waitHours: fc.integer({ min: 1, max: 48 }) }));

const tags = fc.constantFrom<Record<string, string>>({ site: 'a' }, { site: 'b' }, {});

/** What somebody does while the job runs. */
const deeds = {
  pause: (world) => world.steer('pause'),
  resume: (world) => world.steer('resume'),
  cancel: (world) => world.steer('cancel'),
  approve: (world) => world.steer('approve', 'ann'),
  approveOneself: (world) => world.steer('approve', 'operator'),
  rollback: (world) => world.rollBack(),
  freeze: (world) => world.freeze({ reason: 'a fair' }),
  freezeForAnHour: (world) =>
    world.freeze({ reason: 'a fair', until: new Date(world.clock.now() + 3_600_000).toISOString() }),
  thaw: (world) => world.thaw('all'),
  freezeSite: (world) => world.freeze({ scope: { tag: 'site', value: 'a' }, reason: 'site work' }),
  thawSite: (world) => world.thaw('tag:site=a'),
  deprecate: (world) => world.deprecate('it leaks'),
  activate: (world) => world.activate(),
  alarm: async (world) => world.alarms.set(ALARM, 'ALARM'),
  breakAlarms: async (world) => {
    world.alarms.failure = new Error('AccessDenied');
  },
  quiet,
} as const satisfies Record<string, (world: WorkflowWorld) => Promise<unknown>>;

export type Deed = keyof typeof deeds;

/** The alarm is over, and can be read. */
async function quiet(world: WorkflowWorld): Promise<void> {
  world.alarms.set(ALARM, 'OK');
  world.alarms.failure = undefined;
}

/** Does it; answers whether it was taken, since the state may refuse it. */
export async function act(world: WorkflowWorld, deed: Deed): Promise<boolean> {
  try {
    await deeds[deed](world);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Some agents have no site. Half of the fleets are online from the start: their waves are in order to the last node. */
const nodes = fc
  .constantFrom(fc.constant(0), comesOnline)
  .chain((online) => fc.array(fc.record({ script, comesOnline: online, tags }), { minLength: 1, maxLength: 14 }));

/** So many throttled calls and lost answers at most. */
const MOST_TRIPS = 12;

export const scenario = fc.record({
  /** Half of the jobs run a document of AWS. */
  kind: fc.constantFrom(demoAgents, demoAgents, forwarders, forwardersInPlace),
  nodes,
  /** So many agents that nobody registered: with more than 40 targets a batch has several agents. */
  strangers: fc.constantFrom(0, 40),
  offline,
  rollout,
  /** Before the job is asked for. */
  before: fc.constantFrom<readonly Deed[]>([], [], [], ['freeze'], ['freezeSite'], ['alarm'], ['breakAlarms']),
  steering: fc.array(
    fc.record({
      afterSeconds: fc.integer({ min: 0, max: 900 }),
      deed: fc.constantFrom(...Object.keys(deeds).filter(isDeed)),
    }),
    { maxLength: 6 },
  ),
  /** What somebody wants of the job once it has ended. */
  afterwards: fc.constantFrom('nothing', 'retry', 'rollback'),
  /** Of each event: lost, once, doubled, late, all of it. */
  deliveries: fc.infiniteStream(fc.constantFrom<readonly number[]>([], [1], [0], [1, 1], [400], [2, 700])),
  /** Whether a function's call crashes, before or after its work. */
  crashes: fc.infiniteStream(fc.constantFrom('no', 'no', 'no', 'no', 'no', 'no', 'before', 'after')),
  /** How often a call to a store or a service is throttled, or its answer lost: one of so many, by turns. */
  trips: fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: MOST_TRIPS }),
});

function isDeed(name: string): name is Deed {
  return Object.hasOwn(deeds, name);
}

/** So many crashes at most, or a job would only ever be retried. */
const MOST_CRASHES = 25;

export function crashing(crashes: Iterator<string>) {
  let [left, planned] = [MOST_CRASHES, 'no'];
  return (_name: string, when: 'before' | 'after') => {
    if (when === 'before') planned = crashes.next().value;
    if (planned !== when || left === 0) return;
    left--;
    planned = 'no';
    throw new Error('crashed');
  };
}

/** Throttles every other of these calls, and loses the answers of the ones between: each number is so many calls behind the last one. */
export function tripping(trips: readonly number[]) {
  let [index, left] = [0, trips[0] ?? Number.POSITIVE_INFINITY];
  return (when: 'before' | 'after') => {
    const isItsTurn = when === (index % 2 === 0 ? 'before' : 'after');
    if (!isItsTurn || --left > 0) return;
    index++;
    left = trips[index] ?? Number.POSITIVE_INFINITY;
    throw new Error(when === 'before' ? 'ThrottlingException' : 'socket hang up');
  };
}
