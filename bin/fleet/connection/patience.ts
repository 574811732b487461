import { Failure } from '../failures.ts';
import { inWords } from '../options/duration.ts';
import type { World } from '../world.ts';

type Fetch = World['fetch'];

/** Milliseconds. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [1_000, 5_000];
/** An API that asks for a longer pause is not waited for. */
const LONGEST_ASKED = 10 * 60_000;
/** Before anything was answered the address may be wrong; after that it is the network, for a minute and a half. */
const [ATTEMPTS_AT_FIRST, ATTEMPTS_LATER] = [3, 20];

/** The pause before the next attempt, in milliseconds: 1, 2, 4, then 5 s. */
const backoff = (attempt: number): number => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1));

/**
 * Sends a request again where that is safe: after 429 nothing ran, and reads, or whatever has an Idempotency-Key, can be repeated
 * after a broken line, 502, 503 and 504, too. Waits as Retry-After says.
 * @param deadline milliseconds since 1970
 * @throws Failure (timed-out) where a pause would end after the deadline; (unavailable) where nothing is answered
 */
export function patientFetch(world: World, deadline: number | undefined): Fetch {
  let answeredBefore = false;
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const outcome = await attempted(world, request);
      const isLast = attempt >= (answeredBefore ? ATTEMPTS_LATER : ATTEMPTS_AT_FIRST);
      if (outcome instanceof Response) answeredBefore ||= outcome.status < 500;
      const pause = isLast ? undefined : pauseBefore(outcome, request, attempt, world.now());
      if (pause === undefined) return orUnavailable(outcome, request);
      if (deadline !== undefined && world.now() + pause > deadline)
        throw new Failure('timedOut', 'Timed out while the API could not answer.');
      if (pause > LONGEST_PAUSE) world.stderr.write(`The API is busy: asking again in ${inWords(pause / 1000)}.\n`);
      await world.sleep(pause, request.signal);
      request.signal.throwIfAborted();
    }
  };
}

/** The response, or why there is none. */
async function attempted({ fetch }: World, request: Request): Promise<Response | Error> {
  try {
    return await fetch(request.clone());
  } catch (error) {
    request.signal.throwIfAborted();
    if (error instanceof Error) return error;
    throw error;
  }
}

function pauseBefore(outcome: Response | Error, request: Request, attempt: number, now: number): number | undefined {
  const mayRepeat = request.method !== 'POST' || request.headers.has('idempotency-key');
  if (outcome instanceof Error) return mayRepeat ? backoff(attempt) : undefined;
  const worth = outcome.status === 429 || (mayRepeat && [502, 503, 504].includes(outcome.status));
  if (!worth) return undefined;
  const asked = retryAfter(outcome.headers.get('retry-after'), now) ?? backoff(attempt);
  return asked > LONGEST_ASKED ? undefined : asked;
}

/** Milliseconds of a Retry-After, which is seconds or a date (RFC 9110, section 10.2.3); undefined where it is neither. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function orUnavailable(outcome: Response | Error, { url }: Request): Response {
  if (outcome instanceof Response) return outcome;
  const why = outcome.cause instanceof Error ? outcome.cause.message || outcome.cause.name : outcome.message;
  const { origin, hostname } = new URL(url);
  const local = hostname === '127.0.0.1' ? ' Is npm start running?' : '';
  throw new Failure('unavailable', `${origin} cannot be reached: ${why}.${local}`, { cause: outcome });
}
