import { stringify } from 'yaml';
import type { Session } from '../connection/session.ts';
import { type Paint, paintOn } from './paint.ts';

type Render<Data> = (data: Data, paint: Paint) => string;

/** Writes a result to standard output: as it was answered with `--output json` or `yaml`, else as text for people. */
export function show<Data>(session: Session, data: Data, render: Render<Data>): void {
  session.world.stdout.write(textOf(session, data, render));
}

function textOf<Data>({ world, output }: Session, data: Data, render: Render<Data>): string {
  switch (output) {
    case 'json':
      return `${JSON.stringify(data, null, 2)}\n`;
    case 'yaml':
      return stringify(data);
    case 'table':
      return render(data, paintOn(world, world.stdout));
  }
}

/** Says something to people, beside the results. */
export function say({ world }: Session, text: string): void {
  world.stderr.write(`${text}\n`);
}
