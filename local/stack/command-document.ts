import * as z from 'zod';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import type { SsmDocument } from '../template.ts';

const parameterSchema = z.strictObject({
  type: z.literal('String'),
  description: z.string(),
  default: z.string().exactOptional(),
  allowedValues: z.array(z.string()).exactOptional(),
  allowedPattern: z.string(),
  maxChars: z.number().exactOptional(),
  interpolationType: z.literal('ENV_VAR'),
});

const stepSchema = z.strictObject({
  action: z.enum(['aws:runShellScript', 'aws:runPowerShellScript']),
  name: z.string(),
  precondition: z
    .strictObject({ StringEquals: z.tuple([z.literal('platformType'), z.enum(['Linux', 'Windows'])]) })
    .exactOptional(),
  inputs: z.strictObject({ timeoutSeconds: z.string(), runCommand: z.array(z.string()) }),
});

const documentSchema = z.strictObject({
  schemaVersion: z.literal('2.2'),
  description: z.string(),
  parameters: z.record(z.string(), parameterSchema),
  mainSteps: z.array(stepSchema),
});

/** The content of a Command document of the template; throws a ZodError where it has what the local nodes do not know. */
export function commandDocument({ content }: SsmDocument): CommandDocument {
  return documentSchema.parse(content);
}
