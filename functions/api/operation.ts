import type * as z from 'zod';
import type { ApiFunctionName } from '../routes.ts';
import type { ProblemCode } from './problems.ts';

/** What is told of an operation beside its route, which is in routes.ts. */
export interface Operation {
  readonly tag: 'Jobs' | 'Agents' | 'Versions' | 'Fleet' | 'Service';
  /** A few words without a full stop, for menus. */
  readonly summary: string;
  readonly description: string;
  /** The schema by which the function parses its query. */
  readonly query?: z.ZodObject;
  /** Headers of the request beside `Authorization`. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly bodyMayBeEmpty?: true;
  /** An example of the body that works as it is on the embedded stack's fleet. */
  readonly bodyExample?: unknown;
  readonly answer: Answer;
  /** It can wait for the end of the job, and then says so. */
  readonly waits?: true;
  /** The answer has an entity tag; with If-None-Match a caller who has it gets a 304. */
  readonly revalidates?: true;
  /** Agents outside the fence of a token fail by themselves, and the request is taken. */
  readonly leavesOut?: true;
  /** Refusals of its own: those that come of a token, a body or a query are added to each that has one. */
  readonly problems: readonly ProblemCode[];
}

/** What is answered where all went well: the schema of the body for each of its types; none with a 204. */
export type Answer =
  | { readonly status: 200; readonly bodies: Readonly<Record<string, z.ZodType>> }
  | { readonly status: 204 };

export const json = (schema: z.ZodType): Answer => ({ status: 200, bodies: { 'application/json': schema } });

export type OperationsOf<Names extends ApiFunctionName> = Readonly<Record<Names, Operation>>;
