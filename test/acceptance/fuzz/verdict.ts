import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { components, type Operation, type Schema } from '../document.ts';
import type { Exchange } from './exchange.ts';
import type { Request } from './requests.ts';

// Two words are OpenAPI's own. Patterns are read with the flag u, as JSON Schema has them.
const ajv = new Ajv2020({ allErrors: false, strictTypes: false, keywords: ['example', 'components'] });
ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
ajv.addSchema({ $id: 'document', components: { schemas: components } });

const compiled = new Map<string, ValidateFunction>();

/** What is wrong with an answer by the documentation of the operation; undefined where nothing is. */
export function faultOf(operation: Operation, request: Request, answer: Exchange): string | undefined {
  const { status, contentType, body } = answer;
  if (status >= 500) return `${status}: ${body.slice(0, 500)}`;
  if (!request.meant && isGatewayOwn(request, answer)) return undefined;
  const documented = operation.responses[status];
  if (documented === undefined) return `${status} is not documented: ${body.slice(0, 500)}`;
  const { content } = documented;
  if (content === undefined) return body === '' ? undefined : `${status} has a body`;
  const found = content[contentType];
  if (found === undefined) return `${status} is not documented as "${contentType}"`;
  return mismatch(found.schema, /\bjson$/.test(contentType) ? JSON.parse(body) : body);
}

/** A path that names nothing is answered by API Gateway, in its own words. */
function isGatewayOwn({ method }: Request, { status, contentType, body }: Exchange): boolean {
  const words = { 400: 'Bad Request', 404: 'Not Found' }[status];
  const expected = method === 'HEAD' ? '' : JSON.stringify({ message: words });
  return words !== undefined && contentType === 'application/json' && body === expected;
}

/** @throws Error where the schema itself cannot be read */
function mismatch(schema: Schema, body: unknown): string | undefined {
  const key = JSON.stringify(schema);
  const validate = compiled.get(key) ?? ajv.compile(JSON.parse(key.replaceAll('"#/', '"document#/')));
  compiled.set(key, validate);
  return validate(body) ? undefined : `the body is not as documented: ${ajv.errorsText(validate.errors)}`;
}
