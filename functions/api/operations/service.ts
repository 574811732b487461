import * as z from 'zod';
import { json, type OperationsOf } from '../operation.ts';

const healthSchema = z
  .strictObject({ status: z.literal('ok').meta({ description: 'Requests are answered.' }) })
  .meta({ id: 'Health', description: 'That the API answers.' });

export const serviceOperations: OperationsOf<'get-health' | 'get-openapi'> = {
  'get-openapi': {
    tag: 'Service',
    summary: 'Read this document',
    description: 'The API as OpenAPI 3.1, as it is deployed.',
    answer: json(
      z
        .looseObject({ openapi: z.string().meta({ description: 'The version of OpenAPI.', example: '3.1.0' }) })
        .meta({ id: 'OpenApi', description: 'An OpenAPI document.' }),
    ),
    problems: [],
  },
  'get-health': {
    tag: 'Service',
    summary: 'Ask for a sign of life',
    description: 'That requests reach the functions. It tells nothing of the jobs, of AWS, or of what is deployed.',
    answer: json(healthSchema),
    problems: [],
  },
};
