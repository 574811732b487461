import * as z from 'zod';
import { answered } from '../connection/answer.ts';
import type { Session } from '../connection/session.ts';
import { Failure } from '../failures.ts';
import { type CommandLine, examples } from './command-line.ts';

/** The last line of each page. */
const endSchema = z.looseObject({ kind: z.literal('end'), nextCursor: z.string().nullable() });

/** `fleet export`: everything, a JSON text on each line. */
export function addExport({ program, inSession }: CommandLine): void {
  const command = program
    .command('export')
    .summary('write out everything')
    .description(
      'Writes agents, versions and jobs with their agents and events, a JSON text on each line; the last one is of kind end.',
    )
    .addHelpText('after', examples('export > fleet.ndjson'))
    .action(() => inSession(command, exportAll));
}

async function exportAll({ client, world }: Session): Promise<undefined> {
  let cursor: string | null = null;
  do {
    const query: { cursor?: string } = cursor === null ? {} : { cursor };
    const text: string = answered(await client.GET('/api/v1/export', { params: { query }, parseAs: 'text' }));
    const at = text.trimEnd().lastIndexOf('\n') + 1;
    const end = endSchema.safeParse(jsonOf(text.slice(at)));
    if (!end.success) throw new Failure('unavailable', 'A page of the export was cut off: it is not complete.');
    cursor = end.data.nextCursor;
    world.stdout.write(cursor === null ? text : text.slice(0, at));
  } while (cursor !== null);
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // Refused as no end.
  }
}
