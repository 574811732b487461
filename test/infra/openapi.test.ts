import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { openApiDocument } from '../../functions/api/openapi.ts';
import { problems } from '../../functions/api/problems.ts';

const document = openApiDocument();

async function complaints(source: unknown): Promise<string[]> {
  const config = await createConfig({ extends: ['recommended-strict'] });
  const found = await lintFromString({ source: JSON.stringify(source), absoluteRef: '/openapi.json', config });
  return found.map(({ ruleId, message, location: [at] }) => `${ruleId} ${at?.pointer}: ${message}`);
}

test('the document is OpenAPI 3.1, and a linter finds nothing', async () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(await complaints(document)).toEqual([]);
});

test('the linter finds an operation without a summary', async () => {
  const found = await complaints({ ...document, paths: { '/x': { get: { responses: {} } } } });
  expect(found.join('\n')).toContain('operation-summary');
});

describe('a reader finds', () => {
  const schemas = Object.entries(document.components?.schemas ?? {});
  const fields = schemas.flatMap(([name, schema]) =>
    Object.entries('properties' in schema ? (schema.properties ?? {}) : {}).map(
      ([field, property]) => [`${name}.${field}`, property] as const,
    ),
  );

  test('what every field means', () => {
    const silent = fields.filter(([, property]) => !('description' in property) && !('$ref' in property));
    expect(silent.map(([name]) => name)).toEqual([]);
    expect(fields.length).toBeGreaterThan(100);
  });

  test('what every schema is', () => {
    expect(schemas.filter(([, schema]) => !('description' in schema)).map(([name]) => name)).toEqual([]);
  });

  test('an example of every body', () => {
    const bodies = Object.values(document.paths ?? {}).flatMap((item) =>
      Object.values(item).flatMap((operation) => ('requestBody' in operation ? [operation] : [])),
    );
    expect(bodies.length).toBeGreaterThan(5);
    for (const { operationId, requestBody } of bodies)
      expect([operationId, requestBody.content['application/json'].example]).not.toContain(undefined);
  });
});

test('every code with which a function refuses is told, with its status', () => {
  const sources = readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.startsWith('api/'))
    .map((path) => readFileSync(join('functions', path), 'utf8'));
  const thrown = sources.flatMap((source) =>
    [...source.matchAll(/new Refusal\(\s*'([a-z-]+)',\s*'([A-Z_]+)'/g)].map(([, , code]) => code),
  );
  expect(thrown.length).toBeGreaterThan(30);
  expect(thrown.filter((code) => code === undefined || !(code in problems))).toEqual([]);
});
