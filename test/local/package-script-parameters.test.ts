import { readdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { CommandDocument } from '../../lib/documents/documents.ts';
import { packageDocument } from '../../lib/documents/package.ts';
import type { DocumentParameter } from '../../lib/documents/parameters.ts';
import { reportDocument } from '../../lib/documents/report.ts';
import type { Report } from '../../local/ssm/managed-node.ts';
import { resolveParameters } from '../../local/ssm/parameters.ts';
import { encode, ScriptBench } from './script-bench.ts';

/** What would run, or be read as something else, in some quoting of some shell; `touch pwned` is the canary. */
const HOSTILE = [
  'a;touch pwned',
  'a|touch pwned',
  'a&touch pwned&',
  'a$(touch pwned)',
  'a`touch pwned`',
  "a'; touch pwned; '",
  'a"; touch pwned; "',
  'a\ntouch pwned',
  '\u0024{IFS}touch\u0024{IFS}pwned',
  '{{ RestartCommand }}',
  'a b',
  '*',
  '../../pwned',
  'ä',
  'a\\0',
  'a'.repeat(20_000),
];
/** More of them, for the documents alone: a script takes 10 ms. */
const MORE = ['a\r\ntouch pwned', "'$(touch pwned)'", '$((pwned))', '{{ssm:secret}}', 'a\tb', '[a-z]', '/etc/passwd'];
const ODD = ['..', 'a\u2028b', '1\u0665', 'a%00', 'a\u0000b', '\u202e', 'a\u00a0b', '~root', '!!', '#'];
/** Plain letters to a document, which says what more of them a script reads as an option. */
const OPTIONS = ['-rf', '--help'];

/** Milliseconds for the 20 scripts of a test, which take a fraction of a second where nothing else runs. */
const BUSY_MACHINE = 30_000;

const OLD_AGENT = '3.1.90.0';

const documents: [string, CommandDocument, (bench: ScriptBench) => Record<string, string>][] = [
  ['package', packageDocument(), (bench) => bench.parameters('1.5.0')],
  ['report', reportDocument(), (bench) => bench.reportParameters()],
];
const rows = documents.flatMap(([recipe, document, good]) =>
  Object.entries(document.parameters).map(([name, parameter]) => ({ recipe, document, good, name, parameter })),
);

const isEncoded = ({ description }: DocumentParameter) => description.includes('Base64url');

/** What a script answered to a parameter that it does not take. */
const refused = (report: Report, name: string) => {
  const line = report.kind === 'ended' ? report.stdout.split('\n', 1)[0] : report.kind;
  return line?.includes('INVALID_PARAMETER') && line.includes(`"${name} is not acceptable"`) ? undefined : line;
};

describe('a hostile value runs nothing and is refused by its name', () => {
  test.concurrent.each(rows)(
    'for $name of $recipe, when a script gets it past the document',
    ScriptBench.on(async (bench, { document, good, name, parameter }) => {
      for (const value of isEncoded(parameter) ? HOSTILE : [...HOSTILE, ...OPTIONS]) {
        const report = await bench.run(document, { ...good(bench), [name]: value });
        expect({ value, refused: refused(report, name) }).toEqual({ value, refused: undefined });
      }
      expect(await readdir(bench.directory)).not.toContain('pwned');
      expect(await bench.read('running/VERSION')).toBe('1.4.2\n');
    }),
    BUSY_MACHINE,
  );

  test.each(rows)('for $name of $recipe, by the document, before an old agent pastes it', ({ document, name }) => {
    const given = { Action: ['upgrade'], AttemptId: ['a'], NotAfter: ['1'], AgentType: ['a'], Version: ['1'] };
    const own = Object.fromEntries(Object.entries(given).filter(([key]) => Object.hasOwn(document.parameters, key)));
    for (const value of [...HOSTILE, ...MORE, ...ODD])
      expect(() => resolveParameters(document, { ...own, [name]: [value] })).toThrow('Parameter');
  });

  test.concurrent.each(rows)(
    'for $name of $recipe, when an old agent pastes what the document takes',
    ScriptBench.on(async (bench, { document, good, name, parameter }) => {
      const pattern = new RegExp(parameter.allowedPattern);
      const taken = [...OPTIONS, 'A', '0', 'AAAAA', encode('a\ntouch pwned'), encode("'; touch pwned; '")].filter(
        (value) => pattern.test(value) && parameter.allowedValues?.includes(value) !== false,
      );
      const harmless = /Command$/.test(name) ? [] : taken; // commands are there to be run
      for (const value of harmless)
        await bench.run(document, { ...good(bench), NotAfter: '1', [name]: value }, { agentVersion: OLD_AGENT });
      expect(await readdir(bench.directory)).not.toContain('pwned');
      expect(await bench.read('running/VERSION')).toBe('1.4.2\n');
    }),
    BUSY_MACHINE,
  );
});

/** What is in an encoded parameter is looked at once more. */
const encodedValues: Record<string, readonly string[]> = {
  InstallRoot: ['/', '..', '../up', 'a/../../up', '-x', 'a\nb'],
  HealthUrl: ['http://example.com/', 'file:///etc/passwd', 'https://user:secret@example.com/', '--output=/tmp/a'],
  Proxy: [
    'example.com:80',
    'socks5://example.com',
    'http://a/b',
    'http://a"\noutput = "/tmp/a',
    'http://a:b@c@d',
    'http://a b',
  ],
  PublicKey: ['key', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----', '/etc/shadow'],
  Artifacts: [
    '',
    'any/any',
    'any/any https://example.com/a -',
    'any/any https://example.com/a - - more',
    'solaris/any https://example.com/a - -',
    'any/sparc https://example.com/a - -',
    `any/any https://example.com/a ${'0'.repeat(63)} -`,
    `any/any https://example.com/a - ${'A'.repeat(87)}`,
    `any/any https://example.com/a - ${'A'.repeat(87)};`,
    'any/any https://example.com/a - -\n\nany/any https://example.com/a - -',
    'any/any https://example.com/a - -\nlinux/any https://example.com/$(id) nothing -',
    ...[
      'http://example.com/a.tar.gz',
      'http://127.0.0.1@example.com/a',
      'http://127.0.0.1.example.com/a',
      'http://127.0.0.1:80.example.com:80/a',
      'https://user:secret@example.com/a',
      'https:///a',
      'file:///etc/passwd',
      'ftp://example.com/a',
      '--output=/tmp/a',
      'https://example.com/"\noutput="/tmp/a',
      's3://bucket',
      's3://bucket/',
      's3:///key',
      's3://Bucket/key',
      's3://-bucket/key',
      's3://bucket/a/../key',
      's3://bucket/"key',
      's3://bucket/key+1',
      's3://bucket/$(id)',
    ].map((url) => `any/any ${url} - -`),
  ],
};

test.concurrent.each(Object.entries(encodedValues))(
  'what is encoded in %s is refused as well where it is not acceptable',
  ScriptBench.on(async (bench, name, values) => {
    for (const value of values) {
      const report = await bench.run(packageDocument(), { ...bench.parameters('1.5.0'), [name]: encode(value) });
      expect({ value, refused: refused(report, name) }).toEqual({ value, refused: undefined });
    }
  }),
  BUSY_MACHINE,
);
