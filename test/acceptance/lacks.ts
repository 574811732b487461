import { test } from '@jest/globals';

/** What an emulator may do otherwise than AWS, and which sentences of the suite depend on it. */
const lackable = {
  cors: 'what pages of other origins may do',
  bareNotModified: 'that an answer without a body comes without a length',
  submissions: 'that a job which waits decides again at a freeze',
} as const;

type Lackable = keyof typeof lackable;

/** What a target lacks, each with the reason. */
export type Lacks = Readonly<Partial<Record<Lackable, string>>>;

/** A test of what a target may lack: skipped where it does. */
export const testUnlessLacking = (lacks: Lacks, what: Lackable) => (lacks[what] === undefined ? test : test.skip);

/** A line for each thing that is skipped, with its reason. */
export function skippedLines(lacks: Lacks): string[] {
  const reasons = new Map(Object.entries(lacks));
  return Object.entries(lackable).flatMap(([what, tests]) => {
    const why = reasons.get(what);
    return why === undefined ? [] : [`skipped: ${tests}, since ${why}`];
  });
}
