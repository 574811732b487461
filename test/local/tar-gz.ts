import { gzipSync } from 'node:zlib';

/** An entry of an archive, as hostile as one likes. `type`: 0 file, 1 hard link, 2 symbolic link, 3 device, 5 directory. */
export interface Entry {
  readonly name: string;
  readonly content?: string;
  readonly type?: '0' | '1' | '2' | '3' | '5';
  readonly link?: string;
}

/** Packs entries to the letter: tar libraries refuse or repair the names that tests need. */
export function tarGz(entries: readonly Entry[]): Buffer {
  return gzipSync(Buffer.concat([...entries.map(block), Buffer.alloc(1024)]));
}

function block({ name, content = '', type = '0', link = '' }: Entry): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  header.write(name, 0);
  header.write(octal(type === '5' ? 0o755 : 0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(content.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157);
  header.write('ustar\x0000', 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )}\0 `,
    148,
  );
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}
