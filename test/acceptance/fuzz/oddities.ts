import fc from 'fast-check';

/** Texts that have broken programs before; short enough for a query, of which API Gateway takes 10,240 bytes with all headers. */
export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\0', 'a\0b', '\n', '\u2028', '\ufeff', '\ud800', '\udc00x', '\u202e', '🦊', 'é', 'ü'.repeat(300)],
    ...['__proto__', 'constructor', 'toString', 'null', 'undefined', 'NaN', '-1', '0', '1e400', '9007199254740993'],
    ...['#', 'a#b', 'JOB#1', '..', '../..', '%00', '%2F', '%', '$(id)', "'; --", '{{7*7}}', '<script>'],
    'x'.repeat(2_000),
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const deep = (depth: number): unknown => (depth === 0 ? 0 : [deep(depth - 1)]);

/** Values that are rarely what a field takes. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: oddText, weight: 3 },
  fc.constantFrom<unknown>(
    ...[null, true, 0, -1, -0, 0.5, 1e21, 5e-324, Number.MAX_VALUE, 2 ** 53, [], {}, [null], [[]], { '': '' }],
    ...[deep(40), deep(2_000), 'x'.repeat(70_000)],
    Array.from({ length: 10_001 }, (_, index) => `agent-${index}`),
    JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A segment of a path as it travels: what a client would encode, and what no client sends. Each one names something, or nothing at all. */
export const oddSegment: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['%00', '%2F', 'a%2Fb', '%2e%2e', '..', '.', '%', '%zz', '%ff', '%C3%28', '%ED%A0%80', '%3F', 'a%3Fb', '%23'],
    ...['', '+', '%20', '%25', '%2525', ';a=b', 'a,b', '*', '~', '%0d%0aset-cookie:a', 'x'.repeat(3_000)],
    ...['%F0%9F%A6%8A', '__proto__', 'constructor', 'discover', 'batch-upgrade'],
  ),
  oddText.map((text) => encodeURIComponent(text.toWellFormed().slice(0, 500))),
);

/** Values of a header, as bytes may travel there. */
export const oddHeader: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('', ',', '*', '"', 'W/"a"', ', ,', '\t', 'é', '\u00ff', Buffer.from('ü🦊').toString('latin1')),
  fc.constantFrom('wait=1', 'wait=0', 'wait=-1', 'wait=1e9x', 'wait=1, wait=1', 'x'.repeat(5_000)),
  fc.stringMatching(/^[\x20-\x7e\x80-\xff]{0,40}$/),
);
