import * as z from 'zod';
import type { Synthesized } from './synthesized.ts';

const stateSchema = z.looseObject({
  Type: z.string(),
  Next: z.string().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.object({ Variable: z.string(), StringEquals: z.string(), Next: z.string() })).default([]),
  Retry: z
    .array(
      z.object({
        ErrorEquals: z.array(z.string()),
        IntervalSeconds: z.int(),
        BackoffRate: z.number(),
        MaxAttempts: z.int(),
        JitterStrategy: z.string().optional(),
        MaxDelaySeconds: z.int().default(Number.MAX_SAFE_INTEGER),
      }),
    )
    .default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string(), ResultPath: z.string() })).default([]),
  Resource: z.string().optional(),
  Parameters: z.record(z.string(), z.unknown()).optional(),
  ResultPath: z.string().nullish(),
  OutputPath: z.string().nullish(),
  get ItemProcessor() {
    return machineSchema.extend({ ProcessorConfig: z.unknown() }).optional();
  },
});
const machineSchema = z.object({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });
export type State = z.infer<typeof stateSchema>;

/** The state machine of a stack: as it is written, and as its three flows. */
export function machineOf(stack: Synthesized) {
  const text = z.string().parse(stack.one('AWS::StepFunctions::StateMachine').Properties['DefinitionString']);
  const definition: unknown = JSON.parse(text);
  const job = machineSchema.parse(definition);
  const itemsOf = (map: string) => machineSchema.parse(job.States[map]?.ItemProcessor);
  const [inline, distributed] = [itemsOf('Upgrade the batches'), itemsOf('Upgrade many batches')];
  const states = { ...job.States, ...inline.States, ...distributed.States };
  const state = (name: string): State => stateSchema.parse(states[name]);
  return { definition, job, inline, distributed, states, state };
}
