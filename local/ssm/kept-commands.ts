import * as z from 'zod';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { JsonLines, UnreadableFile } from '../json-lines.ts';
import { awsDocuments } from './aws-documents/documents.ts';
import { type Command, INVOCATION_STATUS, type Invocation, type InvocationDetails } from './command.ts';

const invocationSchema = z.object({
  instanceId: z.string(),
  computerName: z.string(),
  platform: z.enum(['Linux', 'Windows', 'MacOS']),
  details: z.custom<InvocationDetails>((text) => typeof text === 'string' && Object.hasOwn(INVOCATION_STATUS, text)),
  startedAt: z.number().exactOptional(),
  endedAt: z.number().exactOptional(),
  exitCode: z.number(),
  stdout: z.string(),
  stderr: z.string(),
});

const commandSchema = z.object({
  id: z.string(),
  sequence: z.number(),
  documentName: z.string(),
  documentVersion: z.string(),
  given: z.record(z.string(), z.array(z.string())),
  parameters: z.record(z.string(), z.string()),
  comment: z.string(),
  timeoutSeconds: z.number(),
  executionTimeoutSeconds: z.number(),
  maxConcurrency: z.string(),
  maxErrors: z.string(),
  requestedAt: z.number(),
  deliverUntil: z.number(),
  expiresAt: z.number(),
  cancelled: z.boolean(),
});

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), command: commandSchema, invocations: z.array(invocationSchema) }),
  z.object({ kind: z.literal('changed'), id: z.string(), cancelled: z.boolean(), invocation: invocationSchema }),
]);
type Line = z.infer<typeof lineSchema>;

/** Where an SSM host keeps its commands: told of each that is sent, and of each change of one of its invocations. */
export interface CommandLog {
  sent(command: Command): void;
  changed(command: Command, invocation: Invocation): void;
}

/** Commands in a file. Parameters are in it, also a signed address of an artifact: only this user may read it. */
export class KeptCommands implements CommandLog {
  readonly #lines: JsonLines;
  /** What the file held when it was opened, oldest first, as it was then; each with the document that has its name now. */
  readonly commands: readonly Command[];

  /** @throws UnreadableFile where a command has a document that there is not */
  constructor(file: string, documents: ReadonlyMap<string, CommandDocument>) {
    const commands = new Map<string, Command>();
    for (const line of JsonLines.read(file, lineSchema)) takeLine(commands, line, documents);
    this.commands = [...commands.values()];
    this.#lines = JsonLines.write(file, this.commands.map(sentLine));
  }

  sent(command: Command): void {
    this.#lines.add(sentLine(command));
  }

  changed({ id, cancelled }: Command, invocation: Invocation): void {
    this.#lines.add({ kind: 'changed', id, cancelled, invocation: told(invocation) } satisfies Line);
  }

  close(): void {
    this.#lines.close();
  }
}

const told = ({ dispatched: _, abort: __, ...invocation }: Invocation) => invocation;

function sentLine({ document: _, invocations, ...command }: Command): Line {
  const given = Object.fromEntries(Object.entries(command.given).map(([name, values]) => [name, [...values]]));
  return { kind: 'sent', command: { ...command, given }, invocations: invocations.map(told) };
}

function takeLine(commands: Map<string, Command>, line: Line, documents: ReadonlyMap<string, CommandDocument>): void {
  if (line.kind === 'sent') {
    const { documentName } = line.command;
    const document = documents.get(documentName) ?? awsDocuments.get(documentName);
    if (document === undefined)
      throw new UnreadableFile(`A command was sent with the document ${documentName}, which there is no more.`);
    const invocations = line.invocations.map(waiting);
    commands.set(line.command.id, { ...line.command, document, invocations });
    return;
  }
  const command = commands.get(line.id);
  const invocation = command?.invocations.find(({ instanceId }) => instanceId === line.invocation.instanceId);
  if (command === undefined || invocation === undefined)
    throw new UnreadableFile(`Something changed in the command ${line.id}, which was not sent.`);
  command.cancelled = line.cancelled;
  Object.assign(invocation, line.invocation);
}

const waiting = (invocation: z.infer<typeof invocationSchema>): Invocation => ({
  ...invocation,
  dispatched: false,
  abort: new AbortController(),
});
