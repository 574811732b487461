import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Schemas } from '../../client/client.ts';
import { seconds } from './duration.ts';
import { list, size, tagLimit, time } from './values.ts';
import { waves, window } from './waves.ts';

type Rollout = Schemas['Rollout'];

/** The options of a rollout, as commander answers them. */
export interface RolloutOptions {
  readonly canary?: number | string;
  readonly waves?: NonNullable<Rollout['waves']>;
  readonly bake?: number;
  readonly concurrency?: number | string;
  readonly concurrencyPer?: Schemas['TagLimit'];
  readonly threshold?: number | string;
  readonly onFailure?: NonNullable<Rollout['onFailure']>;
  readonly startAt?: string;
  readonly window?: Schemas['Window'];
  readonly alarms?: string[];
  readonly approval?: NonNullable<Rollout['approval']>;
}

function approval(text: string): NonNullable<Rollout['approval']> {
  if (text === 'before') return true;
  if (text === 'after-canary') return text;
  throw new InvalidArgumentError('before, or after-canary.');
}

/** Adds the options that say how a job goes about it. */
export function withRolloutOptions(command: Command): Command {
  return command
    .option('--canary <size>', 'one wave of so many first, then all others: 5 or 10%', size)
    .addOption(
      new Option('--waves <sizes>', 'the waves, each with its bake where it has one: 1:10m,10%:1h,50%')
        .argParser(waves)
        .conflicts(['canary', 'bake']),
    )
    .option('--bake <duration>', 'how long the canary, or each wave of the default plan, is watched: 10m', seconds)
    .option('--concurrency <size>', 'how many agents at once: 50 or 10%', size)
    .option('--concurrency-per <tag=max>', 'how many with the same value of a tag at once: site=5', tagLimit)
    .option('--threshold <size>', 'how many may fail: 3 or 2%', size)
    .addOption(new Option('--on-failure <what>', 'what happens where more fail').choices(['halt', 'pause', 'rollback']))
    .option('--start-at <time>', 'when the first wave begins: 2026-03-01T22:00:00+01:00', time)
    .option('--window <when>', "when commands may be sent: 'mon-fri 22:00 4h Europe/Berlin'", window)
    .option('--alarms <names>', 'CloudWatch alarms that hold the next wave', list)
    .option('--approval <when>', 'somebody else approves: before, or after-canary', approval);
}

/** What was said of the rollout, in the API's words; undefined where nothing was. */
export function rolloutOf(options: RolloutOptions): Rollout | undefined {
  const { canary, waves, bake, concurrency, concurrencyPer, threshold, onFailure, startAt, window, alarms, approval } =
    options;
  const rollout: Rollout = {
    ...(canary !== undefined && { canary }),
    ...(waves !== undefined && { waves }),
    ...(bake !== undefined && { bakeSeconds: bake }),
    ...(concurrency !== undefined && { concurrency }),
    ...(concurrencyPer !== undefined && { concurrencyPerTag: concurrencyPer }),
    ...(threshold !== undefined && { failureThreshold: threshold }),
    ...(onFailure !== undefined && { onFailure }),
    ...(startAt !== undefined && { startAt }),
    ...(window !== undefined && { window }),
    ...(alarms !== undefined && { alarms }),
    ...(approval !== undefined && { approval }),
  };
  return Object.keys(rollout).length === 0 ? undefined : rollout;
}
