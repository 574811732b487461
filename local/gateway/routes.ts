import type { HttpRoute } from '../template/http-api.ts';

export interface RouteMatch {
  readonly route: HttpRoute;
  /** Undefined where the route's path has no parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

export type MatchRoute = (method: string, path: string) => RouteMatch | undefined;

interface Pattern {
  readonly route: HttpRoute;
  readonly method: string;
  readonly segments: readonly string[];
}

/**
 * Finds routes as an HTTP API does: a full match before one with parameters, and a method before ANY. `path` is the decoded
 * one, so that `%2F` separates segments like `/` does. Throws for route keys that are not understood here.
 */
export function routeMatcher(routes: readonly HttpRoute[]): MatchRoute {
  const patterns = routes.map(patternOf).sort(bySpecificity);
  return (method, path) => {
    const segments = path.split('/');
    for (const pattern of patterns) {
      if (pattern.method !== method && pattern.method !== 'ANY') continue;
      const parameters = match(pattern.segments, segments);
      if (parameters === undefined) continue;
      const pathParameters = Object.keys(parameters).length === 0 ? undefined : parameters;
      return { route: pattern.route, pathParameters };
    }
    return undefined;
  };
}

function patternOf(route: HttpRoute): Pattern {
  const [, method, path] = /^([A-Z]+) (\/[^\s+]*)$/.exec(route.routeKey) ?? [];
  if (method === undefined || path === undefined)
    throw new Error(
      `The route key "${route.routeKey}" is not understood here: greedy parameters and $default are not.`,
    );
  return { route, method, segments: path.split('/') };
}

const parameterName = (segment: string) => /^\{(.+)\}$/.exec(segment)?.[1];

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = parameterName(expected);
    if (name === undefined ? segment !== expected : segment === '') return undefined;
    if (name !== undefined) parameters[name] = segment;
  }
  return parameters;
}

/** Fixed segments sort before parameters, from left to right; then named methods before ANY. */
function bySpecificity(a: Pattern, b: Pattern): number {
  const rank = ({ segments, method }: Pattern) =>
    segments.map((segment) => (parameterName(segment) === undefined ? '0' : '1')).join('') +
    (method === 'ANY' ? '1' : '0');
  return rank(a).localeCompare(rank(b));
}
