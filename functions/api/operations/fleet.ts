import * as z from 'zod';
import { deprecationRequestSchema, publicationSchema } from '../../domain/catalogue.ts';
import { freezeRequestSchema } from '../../domain/freeze.ts';
import { deleteFreezeQuery } from '../../queries/delete-freeze.ts';
import { exportFleetQuery } from '../../queries/export-fleet.ts';
import { listVersionsQuery } from '../../queries/list-versions.ts';
import { freezeSchema, freezesSchema } from '../answers/freeze.ts';
import { versionSchema, versionsSchema } from '../answers/version.ts';
import { json, type OperationsOf } from '../operation.ts';
import '../requests/inventory.ts';
import '../requests/queries.ts';

export const versionOperations: OperationsOf<
  'list-versions' | 'get-version' | 'publish-version' | 'deprecate-version' | 'activate-version'
> = {
  'list-versions': {
    tag: 'Versions',
    summary: 'List versions',
    description: 'The catalogue, newest first.',
    query: listVersionsQuery,
    answer: json(versionsSchema),
    problems: [],
  },
  'get-version': {
    tag: 'Versions',
    summary: 'Read a version',
    description: 'Addresses of artifacts come without their query, which may be a key; administrators see it.',
    answer: json(versionSchema),
    problems: ['VERSION_NOT_FOUND'],
  },
  'publish-version': {
    tag: 'Versions',
    summary: 'Publish a version',
    description: 'Once: what jobs, checksums and audits cite never changes. Repeatable with the same contents.',
    body: publicationSchema,
    bodyExample: {
      agentType: 'demo-agent',
      version: '1.8.0',
      artifact: {
        url: 'https://artifacts.example.com/demo-agent-1.8.0.tar.gz',
        sha256: '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      },
    },
    answer: json(versionSchema),
    problems: ['VERSION_EXISTS', 'AGENT_TYPE_UNKNOWN', 'VERSION_UNUSABLE'],
  },
  'deprecate-version': {
    tag: 'Versions',
    summary: 'Deprecate a version',
    description:
      'New jobs to it are refused agent by agent, and running ones wait until it is active again. Repeatable: the first reason stays.',
    body: deprecationRequestSchema,
    bodyExample: { reason: 'leaks memory' },
    answer: json(versionSchema),
    problems: ['VERSION_NOT_FOUND', 'CHANGED_MEANWHILE'],
  },
  'activate-version': {
    tag: 'Versions',
    summary: 'Activate a version again',
    description: 'Takes a deprecation back; jobs that wait go on.',
    answer: json(versionSchema),
    problems: ['VERSION_NOT_FOUND', 'CHANGED_MEANWHILE'],
  },
};

export const fleetOperations: OperationsOf<'get-freeze' | 'put-freeze' | 'delete-freeze' | 'export-fleet'> = {
  'get-freeze': {
    tag: 'Fleet',
    summary: 'List freezes',
    description: 'All that are in force.',
    answer: json(freezesSchema),
    problems: [],
  },
  'put-freeze': {
    tag: 'Fleet',
    summary: 'Freeze sending',
    description:
      'No job sends anything to the agents of the scope; what is under way is followed to its end. Replaces the freeze of the same scope.',
    body: freezeRequestSchema,
    bodyExample: { scope: { tag: 'site', value: 'berlin' }, reason: 'a fair' },
    answer: json(freezeSchema),
    problems: ['TOO_MANY_FREEZES', 'UNTIL_PAST'],
  },
  'delete-freeze': {
    tag: 'Fleet',
    summary: 'End a freeze',
    description: 'Jobs that wait go on at once. Answers the freeze that was.',
    query: deleteFreezeQuery,
    answer: json(freezeSchema),
    problems: ['FREEZE_SCOPE_MISSING', 'FREEZE_NOT_FOUND'],
  },
  'export-fleet': {
    tag: 'Fleet',
    summary: 'Export everything',
    description:
      'Agents, versions and jobs with their agents and events, a JSON text on each line. The last line of a page is of kind `end` and has the cursor of the next page, null at the end of all.',
    query: exportFleetQuery,
    answer: {
      status: 200,
      bodies: {
        'application/x-ndjson': z.string().meta({ id: 'Export', description: 'JSON texts, one on each line.' }),
      },
    },
    problems: [],
  },
};
