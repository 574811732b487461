import { AwsError } from '../aws-json.ts';

export interface PageRequest {
  /** At most 1,000; 0, as none, is 100. */
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

const DEFAULT_RESULTS = 100;

/**
 * A page of a list that only grows at its end, so that a token (a position) stays true while it does.
 * Throws InvalidToken.
 */
export function pageOf<T>(
  list: readonly T[],
  { maxResults = 0, nextToken }: PageRequest,
  { backwards = false, keep = () => true }: { backwards?: boolean; keep?: (item: T) => boolean } = {},
): Page<T> {
  const size = maxResults === 0 ? DEFAULT_RESULTS : maxResults;
  const items: T[] = [];
  const step = backwards ? -1 : 1;
  const first = nextToken === undefined ? (backwards ? list.length - 1 : 0) : positionOf(nextToken, list.length);
  for (let at = first; at >= 0 && at < list.length; at += step) {
    const item = list[at];
    if (item === undefined || !keep(item)) continue;
    if (items.length === size) return { items, nextToken: tokenFor(at) };
    items.push(item);
  }
  return { items, nextToken: undefined };
}

const tokenFor = (position: number) => Buffer.from(`at ${position}`).toString('base64url');

function positionOf(token: string, length: number): number {
  const [, position] = /^at (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (position !== undefined && Number(position) < length) return Number(position);
  throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}
