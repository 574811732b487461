import type { oas31 } from 'zod-openapi';

type Document = oas31.OpenAPIObject;
type Schema = oas31.SchemaObject | oas31.ReferenceObject;

const METHODS = ['get', 'post', 'put', 'delete'] as const;

/** The API for people: every operation with what it takes, answers and refuses, and then every schema. */
export function markdownOf({ info, tags = [], paths = {}, components = {} }: Document): string {
  const found = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] === undefined ? [] : [{ path, method, operation: item[method] }])),
  );
  const sections = tags.flatMap(({ name, description = '' }) => [
    `## ${name}`,
    description,
    ...found.filter(({ operation }) => operation.tags?.includes(name)).flatMap(operationText),
  ]);
  const schemas = Object.entries(components.schemas ?? {}).flatMap(([name, schema]) => schemaText(name, schema));
  const head = [
    `# ${info.title}: the API`,
    'Written by `npm run generate`: change functions/api instead.',
    info.description ?? '',
  ];
  return `${[...head, ...sections, '## Schemas', ...schemas].join('\n\n')}\n`;
}

interface Found {
  readonly path: string;
  readonly method: string;
  readonly operation: oas31.OperationObject;
}

function operationText({ path, method, operation }: Found): string[] {
  const { summary = '', description = '', parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.flatMap((parameter) =>
    '$ref' in parameter ? [] : [[`\`${parameter.name}\``, parameter.in, parameter.description ?? '']],
  );
  const body =
    requestBody !== undefined && 'content' in requestBody ? requestBody.content['application/json'] : undefined;
  return [
    `### ${summary}`,
    `\`${method.toUpperCase()} ${path}\``,
    description,
    ...(rows.length > 0 ? [table(['parameter', 'in', 'meaning'], rows)] : []),
    ...(body?.schema === undefined ? [] : [`Body: ${typeOf(body.schema)}. For example:`, code(body.example)]),
    ...Object.entries(responses).map(([status, response]) => responseText(status, response)),
  ];
}

function responseText(status: string, response: oas31.ResponseObject | oas31.ReferenceObject): string {
  if ('$ref' in response) return '';
  const bodies = Object.values(response.content ?? {}).map(({ schema }) =>
    schema === undefined ? '' : typeOf(schema),
  );
  const isRefusal = Number(status) >= 400;
  return `**${status}**${isRefusal || bodies.length === 0 ? '' : ` ${[...new Set(bodies)].join(' or ')}`}\n\n${response.description}`;
}

function schemaText(name: string, schema: Schema): string[] {
  const { description = '', properties = {}, required = [] } = '$ref' in schema ? {} : schema;
  const rows = Object.entries(properties).map(([field, property]) => [
    `\`${field}\`${required.includes(field) ? '' : '?'}`,
    typeOf(property),
    ('description' in property ? property.description : '') ?? '',
  ]);
  return [`### ${name}`, description, ...(rows.length > 0 ? [table(['field', 'type', 'meaning'], rows)] : [])];
}

function typeOf(schema: Schema): string {
  if ('$ref' in schema && typeof schema.$ref === 'string') {
    const name = schema.$ref.replace(/^.*\//, '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  const { type, items, anyOf, enum: values, const: only, format } = schema as oas31.SchemaObject;
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (values !== undefined && values.length <= 10)
    return values.map((value: unknown) => `\`${JSON.stringify(value)}\``).join(', ');
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(' or ');
  if (type === 'array' && items !== undefined) return `list of ${typeOf(items)}`;
  return [type].flat().join(' or ') + (format === undefined ? '' : ` (${format})`);
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const code = (example: unknown): string => `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``;
