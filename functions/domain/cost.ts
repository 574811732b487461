import { PRICE_REGION, prices } from './prices.ts';

/** What AWS bills of a job, counted from the shape of the workflow. */
export interface Usage {
  /** Step Functions. */
  readonly transitions: number;
  /** DynamoDB, units of 1 KB and of 4 KB. */
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Lambda. */
  readonly calls: number;
  readonly gbSeconds: number;
}

/** What was done, or is to be done, in one wave. */
export interface WaveWork {
  /** How often its batches are sent and settled: once each, and once more for each further attempt. */
  readonly passes: number;
  /** Does a bake follow it? */
  readonly isBaked: boolean;
  /** Batches whose nodes are asked at the end of the bake. */
  readonly verified: number;
  /** Attempts of its agents. */
  readonly attempts: number;
}

/** States entered once a job: plan, its choice, the last decision and its choice, finish, end. */
const TRANSITIONS_A_JOB = 6;
/** Decision, choice, map. */
const TRANSITIONS_A_WAVE = 3;
/** Wait; decision, choice and map of asking the nodes; and once more decision and choice. */
const TRANSITIONS_A_BAKE = 6;
/** Upgrade, settle, choice, end. */
const TRANSITIONS_A_PASS = 4;
/** The same at the end of a bake, where settling asks the nodes and comes back once. */
const TRANSITIONS_A_VERIFIED_BATCH = 7;

/** Functions called once a job: submit, plan, decide, finish. */
const CALLS_A_JOB = 4;
const CALLS_A_WAVE = 1;
/** Wait, and two decisions. */
const CALLS_A_BAKE = 3;
/** Upgrade, settle, and the event that tells of the command's end. */
const CALLS_A_PASS = 3;
const CALLS_A_VERIFIED_BATCH = 4;

/** 512 MB for half a second, most of which is waiting for DynamoDB and Systems Manager. */
const GB_SECONDS_A_CALL = 0.5 * 0.5;

/** The design's budget, indexes included: hold taken and given back, batch written five times, inventory. */
const WRITE_UNITS_AN_ATTEMPT = 9;
/** The inventory, and a share of the batch each time that it is read: sent, settled, decided about, finished. */
const READ_UNITS_AN_ATTEMPT = 3;

/** Rough: no polls beyond the first, no waiting for a start, a window or a person, and nothing that callers ask meanwhile. */
export function usageOf(waves: readonly WaveWork[]): Usage {
  const attempts = sum(waves, (wave) => wave.attempts);
  const calls = CALLS_A_JOB + sum(waves, callsOf);
  return {
    transitions: TRANSITIONS_A_JOB + sum(waves, transitionsOf),
    writeUnits: attempts * WRITE_UNITS_AN_ATTEMPT,
    readUnits: attempts * READ_UNITS_AN_ATTEMPT,
    calls,
    gbSeconds: calls * GB_SECONDS_A_CALL,
  };
}

const transitionsOf = ({ passes, isBaked, verified }: WaveWork): number =>
  TRANSITIONS_A_WAVE +
  passes * TRANSITIONS_A_PASS +
  verified * TRANSITIONS_A_VERIFIED_BATCH +
  (isBaked ? TRANSITIONS_A_BAKE : 0);

const callsOf = ({ passes, isBaked, verified }: WaveWork): number =>
  CALLS_A_WAVE + passes * CALLS_A_PASS + verified * CALLS_A_VERIFIED_BATCH + (isBaked ? CALLS_A_BAKE : 0);

const sum = (waves: readonly WaveWork[], of: (wave: WaveWork) => number): number =>
  waves.reduce((total, wave) => total + of(wave), 0);

/** US dollars, logs left out. */
export interface Cost {
  /** All of the below that is known. */
  readonly usd: number;
  readonly stepFunctions: { readonly transitions: number; readonly usd: number };
  readonly dynamoDb: { readonly writeUnits: number; readonly readUnits: number; readonly usd: number };
  readonly lambda: { readonly calls: number; readonly gbSeconds: number; readonly usd: number };
  /** Null: nobody knows yet how large artifacts are. */
  readonly transfer: null;
  /** What was reckoned with. */
  readonly region: string;
  readonly prices: typeof prices;
}

export function costOf({ transitions, writeUnits, readUnits, calls, gbSeconds }: Usage): Cost {
  const stepFunctions = transitions * prices.transition.usd;
  const dynamoDb = writeUnits * prices.writeUnit.usd + readUnits * prices.readUnit.usd;
  const lambda = calls * prices.call.usd + gbSeconds * prices.gbSecond.usd;
  return {
    usd: rounded(stepFunctions + dynamoDb + lambda),
    stepFunctions: { transitions, usd: rounded(stepFunctions) },
    dynamoDb: { writeUnits, readUnits, usd: rounded(dynamoDb) },
    lambda: { calls, gbSeconds, usd: rounded(lambda) },
    transfer: null,
    region: PRICE_REGION,
    prices,
  };
}

/** To a millionth of a dollar. */
const rounded = (usd: number): number => Number(usd.toFixed(6));
