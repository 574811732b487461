import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type Clock, systemClock } from './clock.ts';
import { type Answer, functionAnswer, gatewayAnswer } from './gateway/answer.ts';
import { type Claims, TokenChecker, Unauthorized } from './gateway/authorizer.ts';
import { corsAnswer, preflightAnswer } from './gateway/cors.ts';
import { requestEvent } from './gateway/event.ts';
import { type ApiRequest, apiRequest, RequestTooLarge, readBody } from './gateway/request.ts';
import { type MatchRoute, routeMatcher } from './gateway/routes.ts';
import { RouteThrottle } from './gateway/throttle.ts';
import type { Cors, HttpRoute, Throttle } from './template/http-api.ts';

export interface GatewayOptions {
  readonly routes: readonly HttpRoute[];
  /** Without it nothing is throttled. */
  readonly throttle?: Throttle | undefined;
  /** Without it nothing is said to pages of other origins. */
  readonly cors?: Cors | undefined;
  readonly accountId: string;
  readonly invoke: (functionArn: string, event: unknown) => Promise<unknown>;
  readonly clock?: Clock;
  /**
   * Pages beside the API by the start of their path, such as `/docs`, the longest first. The one at `/` is shown to browsers below any other
   * path but `/api`. No route of the API is ever shadowed.
   */
  readonly pages?: Readonly<Record<string, RequestListener>>;
  /** Holds what a function answered against what is said of its route. Where it throws, the answer is a bare 500. */
  readonly check?: (routeKey: string, answer: Answer) => void;
  /** Told of what was answered with a bare 500 or 503. */
  readonly onError?: (error: unknown, requestId: string) => void;
}

/** An HTTP API in front of the functions: the same events, answers and errors as API Gateway's, on loopback. */
export function gateway(options: GatewayOptions): Server {
  const api = new HttpApi(options);
  return createServer(async (request, response) => {
    const requestId = randomBytes(11).toString('base64');
    try {
      const answer = await api.answer(request, response, requestId);
      if (answer !== undefined) write(response, answer, requestId);
    } catch (error) {
      options.onError?.(error, requestId);
      write(response, gatewayAnswer(500, 'Internal Server Error'), requestId);
    }
  });
}

class HttpApi {
  readonly #options: GatewayOptions;
  readonly #clock: Clock;
  readonly #match: MatchRoute;
  readonly #throttle: RouteThrottle | undefined;
  readonly #checkers = new Map<string, TokenChecker>();

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#match = routeMatcher(options.routes);
    this.#throttle = options.throttle && new RouteThrottle(options.throttle, this.#clock);
  }

  /** Undefined where a page has answered. Throws what is answered with a 500. */
  async answer(incoming: IncomingMessage, response: ServerResponse, requestId: string): Promise<Answer | undefined> {
    const request = apiRequest(incoming);
    const { cors } = this.#options;
    if (cors === undefined) return this.#routed(request, incoming, response, requestId);
    const preflight = preflightAnswer(cors, request);
    if (preflight !== undefined) return preflight;
    const answer = await this.#routed(request, incoming, response, requestId);
    return answer && corsAnswer(cors, request, answer);
  }

  async #routed(
    request: ApiRequest,
    incoming: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<Answer | undefined> {
    const { path } = request;
    if (path === undefined) return gatewayAnswer(400, 'Bad Request');
    const match = this.#match(request.method, path);
    if (match === undefined) return this.#page(path, incoming, response);
    if (this.#throttle?.admits(match.route) === false) return gatewayAnswer(429, 'Too Many Requests');
    try {
      const claims = await this.#claims(match.route, request.headers['authorization']);
      const body = await readBody(incoming);
      const { accountId } = this.#options;
      const event = requestEvent({ request, path, match, body, claims, requestId, accountId, now: this.#clock.now() });
      return await this.#invoke(match.route, event, requestId);
    } catch (error) {
      if (error instanceof Unauthorized) {
        if (error.cause !== undefined) this.#options.onError?.(error.cause, requestId);
        return gatewayAnswer(401, 'Unauthorized', { 'www-authenticate': error.challenge });
      }
      if (error instanceof RequestTooLarge) return gatewayAnswer(413, 'Request Entity Too Large');
      throw error;
    }
  }

  #page(path: string, request: IncomingMessage, response: ServerResponse): Answer | undefined {
    const { pages = {} } = this.#options;
    const start = Object.keys(pages)
      .filter((start) => isBelow(start, path, request.method))
      .reduce((longest, start) => (start.length > longest.length ? start : longest), '');
    const page = pages[start];
    if (page === undefined) return gatewayAnswer(404, 'Not Found');
    page(request, response);
    return undefined;
  }

  async #claims({ authorizer }: HttpRoute, header: string | undefined): Promise<Claims | undefined> {
    if (authorizer === undefined) return undefined;
    const key = JSON.stringify(authorizer);
    const checker = this.#checkers.get(key) ?? new TokenChecker(authorizer, this.#clock);
    this.#checkers.set(key, checker);
    return checker.check(header);
  }

  async #invoke({ routeKey, functionArn, timeoutMs }: HttpRoute, event: unknown, requestId: string): Promise<Answer> {
    const timeout = Promise.withResolvers<Answer>();
    let late = false;
    const cancel = this.#clock.schedule(timeoutMs, () => {
      late = true;
      this.#options.onError?.(new Error(`${functionArn} took over ${timeoutMs} ms.`), requestId);
      timeout.resolve(gatewayAnswer(503, 'Service Unavailable'));
    });
    const answer = this.#options.invoke(functionArn, event).then((result) => {
      const given = functionAnswer(result);
      this.#options.check?.(routeKey, given);
      return given;
    });
    answer.then(cancel, (error: unknown) => (late ? this.#options.onError?.(error, requestId) : cancel()));
    return Promise.race([answer, timeout.promise]);
  }
}

/** What is at `/` has pages alone, which are read, and no answers of the API. */
const isBelow = (start: string, path: string, method = 'GET'): boolean =>
  start === '/'
    ? ['GET', 'HEAD'].includes(method) && !isBelow('/api', path)
    : path === start || path.startsWith(`${start}/`);

function write(response: ServerResponse, { status, headers, body }: Answer, requestId: string): void {
  // A 304 with a length would say that the answer, which the caller has, is empty (RFC 9110, section 8.6).
  const length = status !== 304 && { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, 'apigw-requestid': requestId, ...length }).end(body);
}
