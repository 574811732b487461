import { describe, expect, test } from '@jest/globals';
import type { Role } from '../api-calls.ts';
import { type Operation, operations } from '../document.ts';
import type { Exchanges } from '../exchanges.ts';

/** Names of nothing that is there. */
const UNKNOWN: Readonly<Record<string, string>> = {
  jobId: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D',
  agentUuid: 'nobody',
  agentType: 'demo-agent',
  version: '0.0.1',
};

/** Who may do the most of those who may not do this. */
const LACKS: Readonly<Record<string, Role>> = {
  'fleet/read': 'agent',
  'fleet/upgrade': 'reader',
  'fleet/admin': 'operator',
};

interface Change {
  readonly role?: Role | null;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

type Refusing = readonly [
  sentence: string,
  status: number,
  code: string | undefined,
  asks: (operation: Operation) => boolean,
  change: (operation: Operation) => Change,
];

const takes = (place: string, name: string) => (operation: Operation) =>
  operation.parameters.some((parameter) => parameter.in === place && parameter.name === name);
const takesToken = ({ security }: Operation) => security === undefined;
const takesBody = ({ requestBody }: Operation) => requestBody !== undefined;
const needsBody = ({ requestBody }: Operation) => requestBody?.required === true;
const tellsOf = (code: string) => (operation: Operation) =>
  Object.values(operation.responses).some(({ description }) => description.includes(`- \`${code}\``));
const always = (change: Change) => () => change;

const lacking = ({ description }: Operation): Change => {
  const [, scope = ''] = /Takes the scope `([\w/]+)`/.exec(description) ?? [];
  return { role: LACKS[scope] ?? 'admin' };
};

/** What many operations refuse in the same way, each of which is asked. No code: API Gateway refuses. */
const refusing: readonly Refusing[] = [
  ['without a token', 401, undefined, takesToken, always({ role: null })],
  ['without the scope', 403, 'SCOPE_MISSING', takesToken, lacking],
  ['with a fence that cannot be read', 403, 'FENCE_INVALID', takesToken, always({ role: 'misfenced' })],
  ['with a parameter that nobody knows', 400, 'QUERY_INVALID', takesToken, always({ query: 'nonsense=1' })],
  ['with a cursor of its own', 400, 'CURSOR_INVALID', takes('query', 'cursor'), always({ query: 'cursor=x' })],
  ['without a body', 400, 'BODY_MISSING', needsBody, always({ body: ' ' })],
  ['with half a body', 400, 'BODY_NOT_JSON', takesBody, always({ body: '{' })],
  ['with a body of another type', 415, 'NOT_JSON', takesBody, always({ headers: { 'content-type': 'text/plain' } })],
  ['with a field that nobody knows', 400, 'VALIDATION_FAILED', takesBody, always({ body: '{"nonsense":1}' })],
  ['with a body of 2 MB', 413, 'BODY_TOO_LARGE', takesBody, always({ body: JSON.stringify('x'.repeat(2_000_000)) })],
  ['of a job that is not there', 404, 'JOB_NOT_FOUND', takes('path', 'jobId'), always({})],
  ['of an agent that is not there', 404, 'AGENT_NOT_FOUND', tellsOf('AGENT_NOT_FOUND'), always({})],
  ['of a version that is not there', 404, 'VERSION_NOT_FOUND', takes('path', 'version'), always({})],
];

export function refusalsArea(api: Exchanges) {
  async function ask(operation: Operation, { role = 'admin', query = '', headers = {}, body }: Change) {
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => UNKNOWN[name] ?? name);
    const example = operation.requestBody?.content['application/json']?.example;
    const sent = body ?? (example === undefined ? undefined : JSON.stringify(example));
    const response = await api.send(query === '' ? path : `${path}?${query}`, {
      method: operation.method,
      headers: {
        ...(role !== null && { authorization: `Bearer ${api.target().tokens[role]}` }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    return { status: response.status, body: await response.json() };
  }

  describe.each(refusing)('a request %s is refused with %i', (_sentence, status, code, asks, change) => {
    const asked = operations.filter(asks);

    test.each(asked.map((operation) => [operation.method, operation.path, operation] as const))(
      '%s %s',
      async (_method, _path, operation) => {
        const answer = await ask(operation, change(operation));
        expect(answer).toEqual({
          status,
          body: code === undefined ? { message: 'Unauthorized' } : expect.objectContaining({ status, code }),
        });
      },
    );
  });
}
