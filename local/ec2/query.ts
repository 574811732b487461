import { AwsError } from '../aws-json.ts';

/** What EC2's query protocol gives and takes: form fields such as `Filter.1.Value.2`, and XML with `item` elements. */

/** The values of `name.1`, `name.2` and so on, in order. */
export function listOf(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${name}.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export function filtersOf(form: URLSearchParams): Filter[] {
  const filters: Filter[] = [];
  for (let index = 1; ; index += 1) {
    const name = form.get(`Filter.${index}.Name`);
    if (name === null) return filters;
    filters.push({ name, values: listOf(form, `Filter.${index}.Value`) });
  }
}

/** @throws AwsError UnknownParameter for a field that is not served here, as EC2 does for one that it does not know */
export function refuseOthers(form: URLSearchParams, served: RegExp): void {
  const other = [...form.keys()].find((field) => !served.test(field));
  if (other !== undefined) throw new AwsError('UnknownParameter', `The parameter ${other} is not recognized`);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

export const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
export const textElement = (name: string, text: string): string => element(name, escaped(text));
export const list = (name: string, items: readonly string[]): string =>
  element(name, items.map((item) => element('item', item)).join(''));
