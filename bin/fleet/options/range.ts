import { InvalidArgumentError } from 'commander';
import type { Schemas } from '../../client/client.ts';

type Range = NonNullable<Schemas['Selector']['currentVersion']>;

/** `>=1.4.0 <1.5.0`, or one of the two: the versions that agents run now. @throws InvalidArgumentError */
export function range(text: string): Range {
  const wanted: Range = {};
  for (const part of text.trim().split(/\s+/)) {
    const [, operator, version] = /^(<|>=)([^<>=\s]+)$/.exec(part) ?? [];
    const end = operator === '<' ? 'below' : 'atLeast';
    if (version === undefined || wanted[end] !== undefined)
      throw new InvalidArgumentError("Versions such as '<1.5.0' or '>=1.4.0 <1.5.0'.");
    wanted[end] = version;
  }
  return wanted;
}
