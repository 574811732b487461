import * as z from 'zod';
import { AwsError } from '../aws-json.ts';

/** The requests of the SSM operations served here, with the bounds of the API reference; what is not served is refused. */
const instanceId = z.string().regex(/^(i-(\w{8}|\w{17})|mi-\w{17})$/);
const commandId = z.string().length(36);
const nextToken = z.string().optional();
const maxResults = z.int().min(1).max(50).default(50);
const rate = (lowest: number) =>
  z
    .string()
    .regex(/^([1-9][0-9]*|0|[1-9][0-9]?%|0%|100%)$/)
    .refine((text) => parseInt(text, 10) >= lowest);

/** Filters of the Run Command lists have lower-case members, unlike every other filter of SSM. */
const commandFilters = z
  .array(z.strictObject({ key: z.string(), value: z.string().min(1) }))
  .min(1)
  .max(5)
  .default([]);

export const sendCommandRequest = z.strictObject({
  InstanceIds: z.array(instanceId).min(1).max(50),
  DocumentName: z.string(),
  DocumentVersion: z.string().optional(),
  Parameters: z.record(z.string(), z.array(z.string())).default({}),
  Comment: z.string().max(100).default(''),
  TimeoutSeconds: z.int().min(30).max(2_592_000).default(3600),
  MaxConcurrency: rate(1).default('50'),
  MaxErrors: rate(0).default('0'),
});

export const cancelCommandRequest = z.strictObject({
  CommandId: commandId,
  InstanceIds: z.array(instanceId).max(50).optional(),
});

export const listCommandsRequest = z.strictObject({
  CommandId: commandId.optional(),
  InstanceId: instanceId.optional(),
  Filters: commandFilters,
  MaxResults: maxResults,
  NextToken: nextToken,
});

export const listCommandInvocationsRequest = listCommandsRequest.extend({ Details: z.boolean().default(false) });

export const getCommandInvocationRequest = z.strictObject({
  CommandId: commandId,
  InstanceId: instanceId,
  PluginName: z.string().optional(),
});

export const describeInstanceInformationRequest = z.strictObject({
  Filters: z.array(z.strictObject({ Key: z.string(), Values: z.array(z.string()).min(1).max(100) })).default([]),
  MaxResults: z.int().min(5).max(50).default(10),
  NextToken: nextToken,
});

/** Of the inventory; multiple filters have all to hold. `Exists` needs aggregators, which are not served. */
const inventoryFilters = z
  .array(
    z.strictObject({
      Key: z.string().min(1).max(200),
      Type: z.enum(['Equal', 'NotEqual', 'BeginWith', 'LessThan', 'GreaterThan']).default('Equal'),
      Values: z.array(z.string()).min(1).max(40),
    }),
  )
  .min(1)
  .max(5)
  .default([]);

export const getInventoryRequest = z.strictObject({
  Filters: inventoryFilters,
  ResultAttributes: z
    .array(z.strictObject({ TypeName: z.string() }))
    .length(1)
    .default([]),
  MaxResults: maxResults,
  NextToken: nextToken,
});

export const listInventoryEntriesRequest = z.strictObject({
  InstanceId: instanceId,
  TypeName: z.string().regex(/^(AWS|Custom):.*$/),
  Filters: inventoryFilters,
  MaxResults: maxResults,
  NextToken: nextToken,
});

/** Tags of documents, parameters and the like are not served. */
export const listTagsForResourceRequest = z.strictObject({
  ResourceType: z.literal('ManagedInstance'),
  ResourceId: instanceId,
});

export const documentRequest = z.strictObject({ Name: z.string(), DocumentVersion: z.string().optional() });

/** Throws ValidationException, as SSM does for what its model does not allow. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsError('ValidationException', z.prettifyError(parsed.error));
}
