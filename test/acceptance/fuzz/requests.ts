import fc from 'fast-check';
import { type Operation, type Parameter, resolved } from '../document.ts';
import { mutatedJson, mutatedText } from './mutations.ts';
import { oddHeader, oddSegment, oddText } from './oddities.ts';
import { valuesOf } from './values.ts';

/** A request as it travels. */
export interface Request {
  readonly method: string;
  /** With the query; encoded already. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether method and path are those of the operation, so that nobody else may answer. */
  readonly meant: boolean;
}

/** Names of things that are there, by the name of the parameter of a path. */
export type Known = Readonly<Record<string, readonly string[]>>;

interface Parts {
  readonly method: string;
  readonly segments: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly meant: boolean;
}

/** Requests as the documentation allows them, and such with one thing wrong. */
export function requestsOf(operation: Operation, known: Known): fc.Arbitrary<Request> {
  const valid = validParts(operation, known);
  const parts = fc.oneof(
    valid,
    valid.chain((given) => fc.oneof(...mutations(operation, given))),
  );
  return parts.map((given) => request(operation, given));
}

/** The request that the documentation shows. */
export function shownRequest(operation: Operation, known: Known): Request {
  const segments = Object.fromEntries(Object.entries(known).map(([name, [first = '']]) => [name, first]));
  const example = operation.requestBody?.content['application/json']?.example;
  const { method, parameters } = operation;
  const query = parameters.flatMap(({ in: place, name, schema }) =>
    place === 'query' ? [schema['example'] ?? []].flat().map((value) => [name, String(value)] as const) : [],
  );
  const body = example === undefined ? undefined : harmless(JSON.stringify(example), operation);
  const headers: Record<string, string> = body === undefined ? {} : JSON_BODY;
  return request(operation, { method, segments, query, headers, body, meant: true });
}

const JSON_BODY = { 'content-type': 'application/json' };

function validParts(operation: Operation, known: Known): fc.Arbitrary<Parts> {
  const of = (place: Parameter['in']) => operation.parameters.filter((parameter) => parameter.in === place);
  const segments = fc.record(
    Object.fromEntries(of('path').map(({ name }) => [name, fc.constantFrom(...(known[name] ?? ['unknown']))])),
  );
  const query = fc.record(Object.fromEntries(of('query').map((one) => [one.name, valuesOf(one.schema)])), {
    requiredKeys: [],
  });
  const headers = fc.record(
    Object.fromEntries(of('header').map((one) => [one.name, one.name === 'Prefer' ? SHORT_WAIT : headerOf(one)])),
    { requiredKeys: [] },
  );
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema === undefined ? fc.constant(undefined) : valuesOf(schema);
  return fc.record({ segments, query, headers, body }).map((given) => ({
    method: operation.method,
    segments: encoded(given.segments),
    query: Object.entries(given.query).flatMap(([name, value]) =>
      [value].flat().map((one) => [name, String(one)] as const),
    ),
    headers: { ...given.headers, ...(given.body !== undefined && JSON_BODY) },
    body: given.body === undefined ? undefined : JSON.stringify(given.body),
    meant: true,
  }));
}

/** Longer ones would be waited for. */
const SHORT_WAIT = fc.constantFrom('wait=0', 'respond-async', 'wait=soon');

const headerOf = ({ schema }: Parameter): fc.Arbitrary<string> =>
  valuesOf(schema).map((value) => String(value).replace(/[^\x20-\x7e]/g, ''));

const encoded = (segments: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(segments).map(([name, value]) => [name, encodeURIComponent(value)]));

/** What may be wrong with a request. */
function mutations({ parameters }: Operation, parts: Parts): fc.Arbitrary<Parts>[] {
  const names = (place: Parameter['in']) =>
    parameters.filter((parameter) => parameter.in === place).map(({ name }) => name);
  const [inPath, inQuery, inHeader] = [names('path'), names('query'), names('header')];
  const { body, query, headers, segments } = parts;
  return [
    fc.constantFrom('PATCH', 'TRACE', 'HEAD', 'PROPFIND').map((method) => ({ ...parts, method, meant: false })),
    fc
      .tuple(fc.oneof(fc.constantFrom('limit', 'cursor', ...inQuery), oddText), oddText)
      .map((pair) => ({ ...parts, query: [...query, pair] })),
    ...(query.length === 0 ? [] : [fc.constant({ ...parts, query: [...query, ...query] })]),
    fc
      .tuple(fc.constantFrom('accept', 'content-type', 'if-none-match', ...inHeader), oddHeader)
      .map(([name, value]) => ({ ...parts, headers: { ...headers, [name]: value } })),
    ...inPath.map((name) =>
      oddSegment.map((segment) => ({ ...parts, segments: { ...segments, [name]: segment }, meant: false })),
    ),
    ...(body === undefined
      ? [fc.constantFrom('{}', 'x').map((text) => ({ ...parts, body: text }))]
      : [mutatedJson(body), mutatedJson(body), mutatedText(body)].map((bodies) =>
          bodies.map((text) => ({ ...parts, body: text })),
        )),
  ];
}

function request(operation: Operation, { method, segments, query, headers, body, meant }: Parts): Request {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => segments[name] ?? name);
  const search = new URLSearchParams(query.map((pair): [string, string] => [...pair])).toString();
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers,
    body: body === undefined ? undefined : harmless(body, operation),
    meant,
  };
}

/** A job that would send something is made a simulated one: what is tried here is how requests are taken, not how agents are upgraded. */
function harmless(body: string, { requestBody }: Operation): string {
  const { properties = {} } = resolved(requestBody?.content['application/json']?.schema ?? {});
  if (!Object.hasOwn(Object(properties), 'simulated')) return body;
  return body.replace(/^\{(?=\s*")/, '{"simulated":true,').replace(/,\s*"simulated":\s*(true|false)/g, '');
}
