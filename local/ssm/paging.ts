import { AwsError } from '../aws-json.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/**
 * Items after the token, at most `size`. The token names the last item's key and not a position, so that commands which
 * arrive between two pages neither repeat nor hide others.
 * @throws AwsError InvalidNextToken
 */
export function page<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  size: number,
  token?: string,
): Page<Item> {
  const after = token && Buffer.from(token, 'base64url').toString();
  const start = after === undefined ? 0 : items.findIndex((item) => key(item) === after) + 1;
  if (after !== undefined && start === 0) throw new AwsError('InvalidNextToken', 'The token is not valid.');
  const part = items.slice(start, start + size);
  const last = part.at(-1);
  return last === undefined || start + size >= items.length
    ? { items: part }
    : { items: part, nextToken: encode(key(last)) };
}

const encode = (text: string) => Buffer.from(text).toString('base64url');
