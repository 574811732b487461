import * as z from 'zod';

/** One job of a size, to be measured in a process of its own. */
export const shapeSchema = z.strictObject({
  agents: z.int().min(1),
  concurrency: z.int().min(1),
  /** Seconds that each node's script takes. */
  scriptSeconds: z.number(),
  /** The share of the agents that fail. */
  failing: z.number(),
  /** Agents with whose writes the embedded DynamoDB's rate is measured. */
  rated: z.int().min(1),
  seed: z.int(),
  folder: z.string(),
});
export type Shape = z.infer<typeof shapeSchema>;

/** What came of it; times in seconds from the request, memory in bytes. */
export const scaledSchema = z.strictObject({
  agents: z.int(),
  concurrency: z.int(),
  failed: z.int(),
  commands: z.int(),
  wallSeconds: z.number(),
  firstSentSeconds: z.number(),
  lastSentSeconds: z.number(),
  lastEndedSeconds: z.number(),
  /** Calls of DynamoDB by operation. */
  operations: z.record(z.string(), z.number()),
  /** Alone, in writes a second. */
  writeRate: z.number(),
  /** Of the whole process, all threads together. */
  cpuSeconds: z.number(),
  rssBefore: z.number(),
  rssPeak: z.number(),
  functions: z.record(z.string(), z.strictObject({ invocations: z.int(), errors: z.int(), longestMs: z.number() })),
});
export type Scaled = z.infer<typeof scaledSchema>;
