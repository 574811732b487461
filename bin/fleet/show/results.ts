import type { Session } from '../connection/session.ts';
import { type Paint, paintOn } from './paint.ts';

/** Writes a result to standard output: as it was answered with `--output json`, else as text for people. */
export function show<Data>({ world, output }: Session, data: Data, render: (data: Data, paint: Paint) => string): void {
  const { stdout } = world;
  stdout.write(output === 'json' ? `${JSON.stringify(data, null, 2)}\n` : render(data, paintOn(world, stdout)));
}

/** Says something to people, beside the results. */
export function say({ world }: Session, text: string): void {
  world.stderr.write(`${text}\n`);
}
