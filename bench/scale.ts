import { scaledApart } from './scale/apart.ts';
import type { Scaled } from './scale/scaled.ts';
import { writesOf } from './scale/scaled-job.ts';
import type { Section } from './section.ts';
import { rounded } from './text.ts';

const SCRIPT_SECONDS = 20;
const FAILING = 0.01;
/** The largest has 10,000 agents under way at once, as the one before it has. */
const sizes = [
  { agents: 1_000, concurrency: 1_000 },
  { agents: 10_000, concurrency: 10_000 },
  { agents: 100_000, concurrency: 10_000 },
];
const QUICK = [{ agents: 200, concurrency: 200 }];
const MOST_RATED = 3_000;
const MB = 2 ** 20;

/** Jobs of scripted agents in the embedded stack: their time against a floor that is measured in the same run, and what an agent costs. */
export const scale: Section = async ({ seed, folder, say, isQuick }) => {
  const scriptSeconds = isQuick ? 1 : SCRIPT_SECONDS;
  const jobs: Scaled[] = [];
  for (const { agents, concurrency } of isQuick ? QUICK : sizes) {
    say(`Upgrading ${agents} agents, ${concurrency} at once.`);
    const rated = Math.min(agents, MOST_RATED);
    const job = await scaledApart({ agents, concurrency, scriptSeconds, failing: FAILING, rated, seed, folder });
    say(`${rounded(job.wallSeconds)} s, ${rounded(floorOf(job, scriptSeconds))} s at least.`);
    jobs.push(job);
  }
  const ratio = (job: Scaled | undefined) => (job ? job.wallSeconds / floorOf(job, scriptSeconds) : Number.NaN);
  const [small, large, huge] = jobs;
  const growth = (each: (job: Scaled) => number) => (small && huge ? each(huge) / each(small) : Number.NaN);
  return {
    tables: [timeTable(jobs, scriptSeconds), costTable(jobs), callTable(jobs)],
    targets: [
      { sentence: 'time to its floor, at 10,000 agents at once', measured: ratio(large), limit: 1.3 },
      { sentence: 'processor time an agent, 100,000 to 1,000', measured: growth(cpuMs), limit: 1.2 },
      { sentence: 'memory an agent, 100,000 to 1,000', measured: growth(memoryKb), limit: 1.2 },
    ],
  };
};

/** Agents that are under way at once run their scripts together; what is written is written one after the other. */
const floorOf = ({ agents, concurrency, operations, writeRate }: Scaled, scriptSeconds: number): number =>
  Math.ceil(agents / concurrency) * scriptSeconds + writesOf(operations) / writeRate;

const cpuMs = ({ cpuSeconds, agents }: Scaled): number => (cpuSeconds * 1_000) / agents;
const memoryKb = ({ rssBefore, rssPeak, agents }: Scaled): number => (rssPeak - rssBefore) / 1_024 / agents;

const timeTable = (jobs: readonly Scaled[], scriptSeconds: number) => ({
  title: `Seconds from the request, scripts of ${scriptSeconds} s`,
  columns: [
    'agents',
    'at once',
    'first sent',
    'last sent',
    'last ended',
    'job ended',
    'floor',
    'to the floor',
    'sent a second',
  ],
  rows: jobs.map((job) => {
    const { agents, concurrency, firstSentSeconds, lastSentSeconds, lastEndedSeconds, wallSeconds } = job;
    const floor = floorOf(job, scriptSeconds);
    const rate = agents / (lastSentSeconds - firstSentSeconds);
    const times = [firstSentSeconds, lastSentSeconds, lastEndedSeconds, wallSeconds, floor, wallSeconds / floor, rate];
    return [agents, concurrency, ...times.map(rounded)];
  }),
});

const costTable = (jobs: readonly Scaled[]) => ({
  title: 'What an agent takes',
  columns: [
    'agents',
    'failed',
    'writes',
    'writes a second alone',
    'CPU ms',
    'CPU cores',
    'MB before',
    'MB at most',
    'KB an agent',
  ],
  rows: jobs.map((job) => {
    const { agents, failed, operations, writeRate, cpuSeconds, wallSeconds, rssBefore, rssPeak } = job;
    const each = [writesOf(operations) / agents, writeRate, cpuMs(job), cpuSeconds / wallSeconds];
    return [agents, failed, ...[...each, rssBefore / MB, rssPeak / MB, memoryKb(job)].map(rounded)];
  }),
});

const callTable = (jobs: readonly Scaled[]) => ({
  title: 'Calls',
  columns: ['agents', 'commands', 'DynamoDB for an agent', 'functions', 'that failed', 'longest s'],
  rows: jobs.map(({ agents, commands, operations, functions }) => {
    const asked = Object.entries(operations).map(([name, count]) => `${name} ${rounded(count / agents)}`);
    const called = Object.entries(functions);
    const sum = (each: (used: (typeof called)[number][1]) => number) =>
      called.reduce((total, [, used]) => total + each(used), 0);
    const longest = Math.max(...called.map(([, { longestMs }]) => longestMs)) / 1_000;
    return [
      agents,
      commands,
      asked.join(' '),
      sum((used) => used.invocations),
      sum((used) => used.errors),
      rounded(longest),
    ];
  }),
});
