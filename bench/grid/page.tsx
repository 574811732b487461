import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { AgentGrid } from '../../console/jobs/agent-grid.tsx';
import type { JobAgent } from '../../console/jobs/cell-kind.ts';
import type { Measured, Run } from './run.ts';

declare global {
  interface Window {
    measure(run: Run): Promise<Measured>;
  }
}

const states: readonly Partial<JobAgent>[] = [
  { state: 'pending', status: null, reason: null },
  { state: 'running', status: null, reason: 'SENT' },
  { state: 'done', status: 'success', reason: 'UPGRADED' },
  { state: 'done', status: 'failed', reason: 'DISK_FULL', error: 'needs 200 MB' },
];

const agent = (number: number, turn: number): JobAgent => ({
  agentUuid: `item${number}`,
  oldVersion: '1.4.2',
  newVersion: '1.5.0',
  error: null,
  state: 'pending',
  status: null,
  reason: null,
  ...states[turn % states.length],
});

const root = createRoot(document.getElementById('grid') ?? document.body);
const frame = () => new Promise<number>(requestAnimationFrame);

/** Shows a new answer of all agents in each frame, as the page does when the job has changed: every object is another one. */
window.measure = async ({ agents, changing, seconds, isDark }) => {
  const turns = new Array<number>(agents).fill(0);
  // At once, with its effects: two answers that React took together would count as two frames and be drawn once.
  const show = () =>
    flushSync(() =>
      root.render(<AgentGrid isDark={isDark} agents={turns.map((turn, number) => agent(number, turn))} />),
    );
  show();
  for (let warm = 0; warm < 10; warm++) await frame();
  const times: number[] = [];
  const begin = await frame();
  let [last, first] = [begin, 0];
  while (last - begin < 1_000 * seconds) {
    for (let number = first; number < first + changing; number++)
      turns[number % agents] = (turns[number % agents] ?? 0) + 1;
    first = (first + changing) % agents;
    show();
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  const p99 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  return { frames: times.length, seconds: (last - begin) / 1_000, p99 };
};
