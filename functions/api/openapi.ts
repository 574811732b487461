import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import type { ApiFunctionName, Route } from '../routes.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { pathParameters } from './parameters.ts';
import { gatewayMessageSchema, type ProblemCode, problemSchema, problems, statusOfProblem } from './problems.ts';

const TAGS = [
  { name: 'Jobs', description: 'Batch upgrades: start one, watch it, steer it.' },
  { name: 'Agents', description: 'The inventory.' },
  { name: 'Versions', description: 'The version catalogue.' },
  { name: 'Fleet', description: 'What concerns all of it: freezes, and taking everything along.' },
  { name: 'Service', description: 'What everyone may ask, without a token.' },
];

const DESCRIPTION = `One call upgrades a fleet of agents, wave by wave, and tells the truth about each of them.

Send a bearer token of the issuer that the deployment trusts. Lists answer \`{items, nextCursor}\`. Refusals are problem details (RFC 9457) with a \`code\` for programs.
What API Gateway refuses by itself, before a function runs, has a body of its own: \`{"message": "Unauthorized"}\`.`;

/** What API Gateway answers by itself: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html, and its quotas. */
const GATEWAY: Readonly<Record<number, string>> = {
  401: 'The token is missing, has expired, or is not of the issuer and the audience of the deployment.',
  413: 'The request is over 10 MB.',
  429: 'More requests than the deployment takes at once: wait, and ask again.',
  503: 'The function took too long, or could not be run: ask again.',
};

const ETAG = {
  etag: { description: 'Stands for the answer, in `If-None-Match`.', schema: { type: 'string' } },
} as const;

const PREFERENCE_APPLIED = {
  'preference-applied': { description: 'What of `Prefer` was heeded.', schema: { type: 'string' } },
} as const;

const RETRY_AFTER = {
  'retry-after': {
    description: 'Seconds after which to ask again; API Gateway says none.',
    schema: { type: 'integer' },
  },
} as const;

/** The OpenAPI document of the API. */
export function openApiDocument() {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationObject(name as ApiFunctionName, operation) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Fleet Upgrade',
      version: '1.0.0',
      description: DESCRIPTION,
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This deployment.' }],
    tags: TAGS,
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the issuer that the deployment trusts.',
        },
      },
    },
    paths,
  });
}

function operationObject(name: ApiFunctionName, operation: Route & Operation): ZodOpenApiOperationObject {
  const { summary, description, tag, scope, query, headers, path, body, bodyMayBeEmpty, bodyExample } = operation;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = '']) => parameter);
  const parameters = Object.fromEntries(names.map((parameter) => [parameter, pathParameters[parameter] ?? z.string()]));
  return {
    operationId: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: [tag],
    summary,
    description: `${description}\n\n${scope === null ? 'Takes no token.' : `Takes the scope \`${scope}\`.`}`,
    ...(scope === null && { security: [] }),
    requestParams: {
      ...(names.length > 0 && { path: z.object(parameters) }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: bodyMayBeEmpty !== true,
        content: { 'application/json': { schema: body, ...(bodyExample !== undefined && { example: bodyExample }) } },
      },
    }),
    responses: responsesOf(operation),
  };
}

function responsesOf({
  scope,
  answer,
  revalidates,
  waits,
  problems: codes,
}: Route & Operation): ZodOpenApiResponsesObject {
  const gateway = Object.keys(GATEWAY)
    .map(Number)
    .filter((status) => scope !== null || status !== 401);
  const statuses = [...new Set([...codes.map(statusOfProblem), ...gateway])].sort();
  const refusals = statuses.map((status) => [status, refusal(status, codes)]);
  const headers = {
    ...(waits && PREFERENCE_APPLIED),
    'x-request-id': { description: 'The id of the request, which finds it in the logs.', schema: { type: 'string' } },
  } as const;
  const success =
    answer.status === 204
      ? { description: 'It is done.', headers }
      : {
          description: 'How it is now.',
          headers: { ...headers, ...(revalidates && ETAG) },
          content: Object.fromEntries(Object.entries(answer.bodies).map(([type, schema]) => [type, { schema }])),
        };
  const known = revalidates && {
    304: { description: 'You have it: it is as it was.', headers: { ...headers, ...ETAG } },
  };
  return { [answer.status]: success, ...known, ...Object.fromEntries(refusals) };
}

function refusal(status: number, codes: readonly ProblemCode[]) {
  const own = codes.filter((code) => statusOfProblem(code) === status);
  const gateway = GATEWAY[status];
  return {
    description: [
      ...own.map((code) => `- \`${code}\`: ${problems[code][1]}`),
      ...(gateway ? [`- ${gateway}`] : []),
    ].join('\n'),
    ...(own.some((code) => code === 'UNAVAILABLE') && { headers: RETRY_AFTER }),
    content: {
      ...(own.length > 0 && { 'application/problem+json': { schema: problemSchema } }),
      ...(gateway !== undefined && { 'application/json': { schema: gatewayMessageSchema } }),
    },
  };
}
