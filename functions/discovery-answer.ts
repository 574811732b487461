import type { Discovery } from './domain/use-cases/discover-agents.ts';
import { findingKinds } from './domain/walk.ts';

/** What the API answers of a discovery: of each kind the count of the whole walk, and examples of this call. */
export function discoveryAnswer(discovery: Discovery, dryRun: boolean, everyMinutes: number) {
  const { complete, startedAt, nodes, counts, examples } = discovery;
  const findings = findingKinds.map((kind) => [kind, { count: counts[kind], examples: examples[kind] }]);
  return {
    dryRun,
    complete,
    startedAt,
    nodes,
    ...Object.fromEntries(findings),
    detail: complete ? null : goesOn(nodes, dryRun, everyMinutes),
  };
}

function goesOn(nodes: number, dryRun: boolean, everyMinutes: number): string {
  const so = `The time was over after ${nodes} nodes, and who vanished is told only when all are seen.`;
  if (dryRun) return `${so} A dry run looks no further.`;
  if (everyMinutes > 0) return `${so} The schedule goes on within 5 minutes, and so does another call.`;
  return `${so} There is no schedule here (discoveryMinutes is 0): another call goes on.`;
}
