import type { APIGatewayProxyEventV2WithJWTAuthorizer as Event } from 'aws-lambda';
import type * as z from 'zod';
import { Refusal } from './domain/errors.ts';
import { fieldErrors } from './field-errors.ts';

/** 10,000 names of 100 characters fit; Lambda itself takes 6 MB. */
const LARGEST_BODY = 1.5 * 1024 * 1024;

/**
 * The request's JSON body, as the schema makes it.
 * @param mayBeEmpty an empty body, whatever its type, then counts as `{}`
 * @throws Refusal that points at every field that is wrong, the first 20 of them
 */
export function parseBody<Body>(schema: z.ZodType<Body>, event: Event, mayBeEmpty = false): Body {
  const text = bodyText(event);
  const parsed = schema.safeParse(mayBeEmpty && text.trim() === '' ? {} : readJson(event, text));
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error, 'There is no such property.');
  const [first] = errors;
  throw new Refusal(
    'malformed',
    'VALIDATION_FAILED',
    `The body is not valid: ${first?.pointer || 'the body'}: ${first?.detail}`,
    errors,
  );
}

const bodyText = ({ isBase64Encoded, body = '' }: Event): string =>
  isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;

function readJson(event: Event, text: string): unknown {
  const type = event.headers['content-type'] ?? '';
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new Refusal(
      'unsupported-media-type',
      'NOT_JSON',
      `Send the body as application/json, not as ${type || 'no content type'}.`,
    );
  }
  if (Buffer.byteLength(text) > LARGEST_BODY) {
    throw new Refusal('too-large', 'BODY_TOO_LARGE', `The body is over ${LARGEST_BODY} bytes; split the request.`);
  }
  if (text.trim() === '')
    throw new Refusal('malformed', 'BODY_MISSING', 'The request has no body; send a JSON object.');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(
      'malformed',
      'BODY_NOT_JSON',
      `The body is not JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
}
