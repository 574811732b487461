import type { Server } from 'node:http';
import { type Answer, type Asked, proxy } from '../../test/proxy.ts';

/** A call of an AWS service that speaks JSON, and its answer. */
export interface Exchange {
  /** `PutItem`; `other` where the service has another protocol. */
  readonly operation: string;
  readonly request: unknown;
  readonly response: unknown;
  readonly isOk: boolean;
}

/** A server that hands everything on to the endpoint, unchanged, and tells of each exchange before it is answered. */
export const metered = (endpoint: string, observe: (exchange: Exchange) => void): Server =>
  proxy(endpoint, async (asked, forward) => {
    const answer = await forward();
    observe(exchangeOf(asked, answer));
    return answer;
  });

function exchangeOf({ headers, body }: Asked, answer: Answer): Exchange {
  const isOk = answer.status < 300;
  const target = headers['x-amz-target'];
  if (typeof target !== 'string') return { operation: 'other', request: null, response: null, isOk };
  const operation = target.slice(target.lastIndexOf('.') + 1);
  return { operation, request: parsed(body), response: parsed(answer.body), isOk };
}

const parsed = (body: Buffer): unknown => JSON.parse(body.length === 0 ? '{}' : body.toString('utf8'));
