import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { costOf, usageOf } from '../../functions/domain/cost.ts';

const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');

const grouped = (count: number) => Math.round(count).toLocaleString('en');

/** A job in one wave without a bake, as docs/cost.md tells it. */
function row(agents: number, batches: number): RegExp {
  const usage = usageOf([{ passes: batches, isBaked: false, verified: 0, attempts: agents }]);
  const { stepFunctions, dynamoDb, lambda, usd } = costOf(usage);
  const cells = [
    `${grouped(usage.transitions)} → ${stepFunctions.usd.toFixed(4)}`,
    // The page says of the second row that its table is the same.
    `(${grouped(usage.writeUnits)} writes, ${grouped(usage.readUnits)} reads|the same) → ${dynamoDb.usd.toFixed(4)}`,
    `${grouped(usage.calls)} calls, ${grouped(usage.gbSeconds)} GB-s → ${lambda.usd.toFixed(4)}`,
    usd.toFixed(4),
  ];
  return new RegExp(`^\\| ${grouped(agents)} agents, .* \\| ${cells.join(' \\| ')} \\|$`, 'm');
}

test.each([
  [1_000, 20],
  [1_000, 1_000],
  [10_000, 200],
])(
  'docs/cost.md says what %i agents in %i batches cost by the prices that a report reckons with',
  (agents, batches) => {
    expect(page).toMatch(row(agents, batches));
  },
);
