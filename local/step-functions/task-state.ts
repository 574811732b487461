import * as z from 'zod';
import { jsonSchema } from './json.ts';
import { parseWithin } from './parse-within.ts';
import { pathSchema } from './paths.ts';
import { handlers } from './retry.ts';
import { comment, only, onward, passage, result, seconds } from './state-fields.ts';
import { givesToken, type Template, templateSchema } from './template.ts';

const LAMBDA_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const TOKEN_RESOURCE = /^arn:aws[a-z-]*:states:::lambda:invoke\.waitForTaskToken$/;

/** What a Task calls: a function whose answer is the result, or one that gives a token away and whose answer is not. */
type Call =
  | { readonly kind: 'function'; readonly functionArn: string; readonly payload: Template | undefined }
  | { readonly kind: 'token'; readonly functionArn: string; readonly payload: Template };

const lambdaArn = z.string().regex(LAMBDA_ARN, 'is no Lambda function ARN');
const functionCall: z.ZodType<Call> = z
  .object({ Resource: lambdaArn, Parameters: templateSchema('state').optional() })
  .transform(({ Resource, Parameters }): Call => ({ kind: 'function', functionArn: Resource, payload: Parameters }));
const tokenCall: z.ZodType<Call> = z
  .object({
    Resource: z.string().regex(TOKEN_RESOURCE),
    Parameters: z.strictObject({
      FunctionName: lambdaArn,
      Payload: jsonSchema
        .refine(givesToken, 'nowhere gives $$.Task.Token away: nobody could ever answer this task')
        .pipe(templateSchema('token')),
    }),
  })
  .transform(({ Parameters }): Call => {
    return { kind: 'token', functionArn: Parameters.FunctionName, payload: Parameters.Payload };
  });

export const taskSchema = z
  .strictObject({
    Type: z.literal('Task'),
    Resource: z.string(),
    Parameters: jsonSchema.optional(),
    TimeoutSeconds: seconds.optional(),
    TimeoutSecondsPath: pathSchema.optional(),
    HeartbeatSeconds: seconds.optional(),
    ...handlers,
    ...result,
    ...comment,
    ...passage,
    ...onward,
  })
  .superRefine(only(1, 'Next', 'End'))
  .superRefine(only(0, 'TimeoutSeconds', 'TimeoutSecondsPath'))
  .transform((task, context) => {
    const call = parseWithin(TOKEN_RESOURCE.test(task.Resource) ? tokenCall : functionCall, task, context);
    return { ...task, call };
  })
  .superRefine(({ HeartbeatSeconds, TimeoutSeconds = Infinity, call }, context) => {
    if (HeartbeatSeconds === undefined || (call.kind === 'token' && HeartbeatSeconds < TimeoutSeconds)) return;
    const message = 'needs a task that waits for its token, and less time than its timeout';
    context.addIssue({ code: 'custom', message, path: ['HeartbeatSeconds'] });
  });
