import { InvalidArgumentError } from 'commander';
import type { Schemas } from '../../client/client.ts';

/** `a,b` as a list, with what was said before by the same option. @throws InvalidArgumentError where it names nothing */
export function list(text: string, before: readonly string[] = []): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw new InvalidArgumentError('A list such as a,b without gaps.');
  return [...before, ...items];
}

/** A whole number from 1. @throws InvalidArgumentError */
export function count(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.');
  return Number(text);
}

/** `10` or `10%`; whether it is allowed is the API's to say. @throws InvalidArgumentError */
export function size(text: string): number | string {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (/^\d{1,3}(\.\d{1,3})?%$/.test(text)) return text;
  throw new InvalidArgumentError('A count such as 10, or a percent such as 10%.');
}

/** `site=berlin` added to the tags before it; only the first `=` parts. @throws InvalidArgumentError */
export function tag(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('A tag such as site=berlin.');
  const name = text.slice(0, at);
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`The tag ${name} comes twice.`);
  return { ...before, [name]: text.slice(at + 1) };
}

/** A time with its offset, as it is. @throws InvalidArgumentError */
export function time(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('A time with its offset, such as 2026-03-01T22:00:00+01:00.');
}

/** `site=5`: at most 5 agents with the same site at once. @throws InvalidArgumentError */
export function tagLimit(text: string): Schemas['TagLimit'] {
  const [, name, most] = /^(.+)=([1-9]\d{0,8})$/.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError('A tag and a count, such as site=5.');
  return { tag: name, max: Number(most) };
}
