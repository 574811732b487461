import * as z from 'zod';
import type { ZodOpenApiOverrideMetaContext } from 'zod-openapi';
import { deleteFreezeQuery } from '../../queries/delete-freeze.ts';
import { getJobQuery } from '../../queries/get-job.ts';
import { getJobReportQuery, MOST_REPORTED } from '../../queries/get-job-report.ts';
import { listAgentsQuery } from '../../queries/list-agents.ts';
import { listJobAgentsQuery } from '../../queries/list-job-agents.ts';
import { listJobsQuery } from '../../queries/list-jobs.ts';
import { listVersionsQuery } from '../../queries/list-versions.ts';
import { LARGEST_PAGE, paging } from '../../queries/query.ts';
import type { Described } from '../described.ts';

/** Describes every parameter of a query, beside those of its pages. The schemas are those by which the functions parse. */
function describe<Shape extends Readonly<Record<string, z.ZodType>>>(
  { shape }: z.ZodObject<Shape>,
  fields: Readonly<Record<Exclude<keyof Shape, keyof typeof paging>, Described>>,
): void {
  for (const [name, words] of Object.entries<Described>(fields)) {
    const field = shape[name];
    if (field === undefined) throw new Error(`There is no such parameter to describe: ${name}`);
    describeField(field, words);
  }
}

function describeField(field: z.ZodType, { override: schema, ...words }: Described): void {
  const override = ({ jsonSchema }: ZodOpenApiOverrideMetaContext) => {
    for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
    Object.assign(jsonSchema, schema, words);
  };
  z.globalRegistry.add(field, { ...words, ...(schema && { override }) });
}

describeField(paging.limit, {
  description: 'How many items a page has at most.',
  override: { type: 'integer', minimum: 1, maximum: LARGEST_PAGE, default: 100 },
});
describeField(paging.cursor, {
  description: 'Where the list goes on: the `nextCursor` of the page before, under the same filter. Opaque.',
});

describeField(getJobQuery.shape.limit, {
  description: 'How many agents a page has at most; 250 where only a cursor is given. All agents, where neither is.',
  override: { type: 'integer', minimum: 1, maximum: LARGEST_PAGE },
});

describeField(getJobReportQuery.shape.limit, {
  description: 'How many agents a page has at most.',
  override: { type: 'integer', minimum: 1, maximum: MOST_REPORTED, default: MOST_REPORTED },
});

describe(listAgentsQuery, {
  status: { description: 'Of the node.', example: 'online' },
  version: { description: 'The version that the node reported last, letter by letter.', example: '1.4.2' },
  agentType: { description: 'The agent type.', example: 'demo-agent' },
  tag: {
    description: 'A tag as name=value; several times for several tags, all of which an agent must have.',
    example: ['site=berlin'],
    override: { type: 'array', maxItems: 10, items: { type: 'string' } },
  },
});

describe(listVersionsQuery, {
  agentType: { description: 'The agent type.', example: 'demo-agent' },
  status: { description: 'Of the version.', example: 'active' },
});

const time = { type: 'string', format: 'date-time' };

describe(listJobsQuery, {
  status: { description: 'Of the job.', example: 'failed' },
  phase: { description: 'Where the job is, in more detail than its status.', example: 'done' },
  targetVersion: { description: 'The version that its agents are to run.', example: '1.5.0' },
  requestedBy: { description: "The subject of the requester's token.", example: 'ci-pipeline' },
  parentJobId: {
    description: 'The job whose agents it takes up again or takes back.',
    example: 'upgrade-job-01JZ8Q4T5V6W7X8Y9Z0A1B2C3D',
  },
  createdAfter: { description: 'Asked for at this time or later.', example: '2026-03-01T00:00:00Z', override: time },
  createdBefore: { description: 'Asked for before this time.', example: '2026-04-01T00:00:00Z', override: time },
});

describe(listJobAgentsQuery, {
  status: { description: 'How the agent ended.', example: 'failed' },
  reason: { description: 'Why the agent is where it is.', example: 'AGENT_OFFLINE' },
});

describe(deleteFreezeQuery, {
  scope: { description: 'Its scope: all, or a tag as tag:name=value.', example: 'all' },
});
