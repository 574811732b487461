import * as z from 'zod';
import { ruleSchema } from './choice.ts';
import { pathSchema } from './paths.ts';
import { handlers } from './retry.ts';
import { comment, MOST_SECONDS, only, onward, passage, result, seconds, stateName } from './state-fields.ts';
import { taskSchema } from './task-state.ts';
import { literalSchema, templateSchema, textSchema } from './template.ts';
import { timestampSchema } from './timestamp.ts';

const passSchema = z
  .strictObject({
    Type: z.literal('Pass'),
    Result: literalSchema.optional(),
    Parameters: templateSchema('state').optional(),
    ResultPath: result.ResultPath,
    ...comment,
    ...passage,
    ...onward,
  })
  .superRefine(only(1, 'Next', 'End'))
  .superRefine(only(0, 'Result', 'Parameters'));

const waitSchema = z
  .strictObject({
    Type: z.literal('Wait'),
    Seconds: z.int().min(0).max(MOST_SECONDS).optional(),
    SecondsPath: pathSchema.optional(),
    Timestamp: timestampSchema.optional(),
    TimestampPath: pathSchema.optional(),
    ...comment,
    ...passage,
    ...onward,
  })
  .superRefine(only(1, 'Next', 'End'))
  .superRefine(only(1, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'));

const choiceSchema = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(ruleSchema).min(1),
  Default: stateName.optional(),
  ...comment,
  ...passage,
});

const succeedSchema = z.strictObject({ Type: z.literal('Succeed'), ...comment, ...passage });

const failSchema = z.strictObject({
  Type: z.literal('Fail'),
  Error: textSchema.optional(),
  Cause: textSchema.optional(),
  ...comment,
});

/** AWS: a label has at most 40 characters, since it becomes part of ARNs. */
const label = z.string().regex(/^[\w-]{1,40}$/, 'is no label');

const mapSchema = z
  .strictObject({
    Type: z.literal('Map'),
    ItemProcessor: z.lazy(() => processorSchema),
    ItemsPath: pathSchema.optional(),
    ItemSelector: templateSchema('item').optional(),
    MaxConcurrency: z.int().min(0).optional(),
    MaxConcurrencyPath: pathSchema.optional(),
    ToleratedFailurePercentage: z.number().min(0).max(100).optional(),
    Label: label.optional(),
    ...handlers,
    ...result,
    ...comment,
    ...passage,
    ...onward,
  })
  .superRefine(only(1, 'Next', 'End'))
  .superRefine(only(0, 'MaxConcurrency', 'MaxConcurrencyPath'))
  .superRefine((map, context) => {
    if (map.ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED') return;
    for (const field of ['ToleratedFailurePercentage', 'Label']) {
      if (!Object.hasOwn(map, field)) continue;
      context.addIssue({ code: 'custom', message: 'only a distributed map has it', path: [field] });
    }
  });

const stateSchema = z.discriminatedUnion(
  'Type',
  [passSchema, waitSchema, choiceSchema, succeedSchema, failSchema, taskSchema, mapSchema],
  { error: 'is no state type of this subset (Task, Map, Choice, Wait, Pass, Succeed, Fail)' },
);

/** States that lead to one another. */
export interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface Processor extends Flow {
  readonly ProcessorConfig:
    | { readonly Mode: 'INLINE' }
    | { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' };
}

export type PassState = z.output<typeof passSchema>;
export type WaitState = z.output<typeof waitSchema>;
export type ChoiceState = z.output<typeof choiceSchema>;
export type SucceedState = z.output<typeof succeedSchema>;
type FailState = z.output<typeof failSchema>;
export type TaskState = z.output<typeof taskSchema>;
export type MapState = z.output<typeof mapSchema>;
export type State = PassState | WaitState | ChoiceState | SucceedState | FailState | TaskState | MapState;

const flow = { StartAt: stateName, States: z.record(stateName, stateSchema) };

const processorSchema: z.ZodType<Processor> = z.strictObject({
  ProcessorConfig: z
    .discriminatedUnion('Mode', [
      z.strictObject({ Mode: z.literal('INLINE') }),
      z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    ])
    .default({ Mode: 'INLINE' }),
  ...flow,
});

/** A state machine: the only query language here is JSONPath, since independent engines know no other. */
export const machineSchema = z.strictObject({
  ...flow,
  ...comment,
  TimeoutSeconds: seconds.optional(),
});
