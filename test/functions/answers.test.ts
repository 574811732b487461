import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { fromCursor } from '../../functions/adapters/dynamo-table.ts';
import { jobAnswer } from '../../functions/answers.ts';
import { agentTypes, cursors, job, now } from '../fixtures.ts';

const chunk = (count: number) => ({
  targets: Array.from({ length: count }, (_, index) => `item${index}`),
  versions: null,
  next: null,
  decisions: null,
});

describe('the answer of a job', () => {
  test('names its change ticket, and null where it has none', () => {
    const answered = (changeTicket: string | null) =>
      jobAnswer(job({ changeTicket }), [chunk(1)], [], { agentTypes, cursors }, now).changeTicket;
    expect([answered('CHG1'), answered(null)]).toEqual(['CHG1', null]);
  });

  test('has all agents of one with 10,000', () => {
    const { agents, nextCursor } = jobAnswer(
      job({ targetCount: 10_000 }),
      [chunk(10_000)],
      [],
      { agentTypes, cursors },
      now,
    );
    expect(agents).toHaveLength(10_000);
    expect(nextCursor).toBeNull();
  });

  test('has the page that is asked for, and goes on like the list of its agents', () => {
    const asked = (offset: number) =>
      jobAnswer(job({ targetCount: 5 }), [chunk(5)], [], { agentTypes, cursors }, now, { offset, limit: 2 });
    expect(asked(2).agents.map(({ agentUuid }) => agentUuid)).toEqual(['item2', 'item3']);
    expect(asked(2).progress.total).toBe(5);
    const position = cursors.ofJobAgents(job({}).id).open(asked(2).nextCursor ?? '');
    expect(fromCursor(z.object({ offset: z.number() }), position ?? '')).toEqual({ offset: 4 });
    expect(asked(4).nextCursor).toBeNull();
  });

  test('has the first page of one with more, says how many there are, and where the list goes on', () => {
    const many = job({ targetCount: 10_001 });
    const { agents, nextCursor, progress } = jobAnswer(many, [chunk(10_001)], [], { agentTypes, cursors }, now);
    expect(agents).toHaveLength(250);
    expect(progress.total).toBe(10_001);
    const position = cursors.ofJobAgents(many.id, { status: undefined }).open(nextCursor ?? '');
    expect(fromCursor(z.object({ offset: z.number() }), position ?? '')).toEqual({ offset: 250 });
  });
});
