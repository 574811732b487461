import { benchPrices as prices } from '../functions/domain/prices.ts';
import { type Counted, countedJob } from './cost/counted-job.ts';
import type { Section } from './section.ts';
import { rounded } from './text.ts';

/** A workflow that polls each agent by itself enters so many states for it: start, send, and eight times wait, ask, choose; end. */
const POLLING_TRANSITIONS = 27;

const jobs = [
  { agents: 1_000, concurrency: 1_000 },
  { agents: 1_000, concurrency: 10 },
  { agents: 10_000, concurrency: 2_000 },
];

/** What a job of scripted agents makes AWS do, counted at the local endpoints, at list prices, logs left out. */
export const cost: Section = async ({ seed, folder, say, isQuick }) => {
  const share = isQuick ? 0.1 : 1;
  const counted: { readonly name: string; readonly job: Counted }[] = [];
  for (const { agents: all, concurrency: most } of jobs) {
    const [agents, concurrency] = [all * share, most * share];
    const name = `${agents} agents, ${concurrency} at once`;
    say(`Upgrading ${name}.`);
    const job = await countedJob({ agents, concurrency, seed, folder });
    say(`${rounded(perThousand(job).usd)} USD for 1,000 of them, after ${rounded(job.seconds)} s.`);
    counted.push({ name, job });
  }
  const [, oneByOne, large] = counted.map(({ job }) => perThousand(job));
  return {
    tables: [countTable(counted), priceTable(counted)],
    targets: [
      { sentence: 'USD for 1,000 agents, at 10,000 agents', measured: large?.usd ?? Number.NaN, limit: 0.01 },
      { sentence: 'USD for 1,000 agents, 10 at once', measured: oneByOne?.usd ?? Number.NaN, limit: 0.12 },
    ],
  };
};

const countTable = (counted: readonly { readonly name: string; readonly job: Counted }[]) => ({
  title: 'Counted for 1,000 agents',
  columns: [
    'job',
    'transitions',
    'Lambda calls',
    'GB-s',
    'write units',
    'read units',
    'SSM calls',
    'SFN calls',
    'own events',
    'API',
    's',
  ],
  rows: counted.map(({ name, job }) => {
    const each = (value: number) => rounded((value * 1_000) / job.agents);
    const { SSM = 0, SFN = 0, EVENTBRIDGE = 0 } = job.calls;
    const counts = [
      job.transitions,
      job.invocations,
      job.gbSeconds,
      job.writeUnits,
      job.readUnits,
      SSM,
      SFN,
      EVENTBRIDGE,
      job.apiRequests,
    ];
    return [name, ...counts.map(each), rounded(job.seconds)];
  }),
});

const priceTable = (counted: readonly { readonly name: string; readonly job: Counted }[]) => ({
  title: 'USD for 1,000 agents',
  columns: [
    'job',
    'Step Functions',
    'DynamoDB',
    'Lambda',
    'API',
    'all',
    'polling loop',
    'IoT Jobs',
    'of the loop',
    'of IoT Jobs',
  ],
  rows: counted.map(({ name, job }) => {
    const { stepFunctions, dynamo, lambda, api, usd } = perThousand(job);
    const loop = pollingLoop(job);
    const iot = 1_000 * prices.iotRemoteAction.usd;
    return [name, ...[stepFunctions, dynamo, lambda, api, usd, loop, iot, usd / loop, usd / iot].map(rounded)];
  }),
});

function perThousand({
  agents,
  transitions,
  invocations,
  gbSeconds,
  writeUnits,
  readUnits,
  calls,
  apiRequests,
}: Counted) {
  const share = 1_000 / agents;
  const stepFunctions = share * transitions * prices.transition.usd;
  const dynamo = share * (writeUnits * prices.writeUnit.usd + readUnits * prices.readUnit.usd);
  const lambda = share * (invocations * prices.call.usd + gbSeconds * prices.gbSecond.usd);
  // Run Command is free, and so are events of AWS services.
  const api = share * (apiRequests * prices.apiRequest.usd + (calls['EVENTBRIDGE'] ?? 0) * prices.ownEvent.usd);
  return { stepFunctions, dynamo, lambda, api, usd: stepFunctions + dynamo + lambda + api };
}

/** The same writes and reads, and nothing for its functions, in its favour. */
const pollingLoop = (job: Counted): number =>
  1_000 * POLLING_TRANSITIONS * prices.transition.usd + perThousand(job).dynamo;
