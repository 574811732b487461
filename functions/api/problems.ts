import * as z from 'zod';

/** Every refusal of the API: its status and, for people, when it comes. A test compares this with what the functions throw. */
export const problems = {
  VALIDATION_FAILED: [400, 'The body is not what the operation takes; `errors` points at every field that is wrong.'],
  BODY_MISSING: [400, 'The request has no body.'],
  BODY_NOT_JSON: [400, 'The body is not JSON.'],
  QUERY_INVALID: [400, 'A parameter of the query is unknown, wrong, or given twice; `errors` points at each.'],
  CURSOR_INVALID: [400, 'The cursor is not one that this list answered under this filter: begin again without it.'],
  IDEMPOTENCY_KEY_INVALID: [
    400,
    'The header Idempotency-Key is empty, too long, or has other than printable characters.',
  ],
  AGENT_UUID_INVALID: [400, 'The name in the path is no agentUuid.'],
  FREEZE_SCOPE_MISSING: [400, 'The query does not say which freeze is to end.'],
  SCOPE_MISSING: [403, 'The token lacks the scope that the operation takes.'],
  SUBJECT_MISSING: [403, 'The token has no claim `sub`, so that nobody could tell who asked.'],
  FENCE_INVALID: [403, 'The token is limited to some agents, and its claim does not say to which.'],
  FENCED: [403, 'The call reaches agents outside the tags that the token is for.'],
  ARTIFACT_NEEDS_ADMIN: [403, 'To bring an artifact of its own a request needs an administrator.'],
  APPROVER_IS_REQUESTER: [403, 'Somebody other than the requester has to approve the job.'],
  JOB_NOT_FOUND: [404, 'There is no such job, or none that was made with the tags that the token is for.'],
  AGENT_NOT_FOUND: [404, 'No agent of this name is registered, or none that the token is for.'],
  VERSION_NOT_FOUND: [404, 'The catalogue has no such version.'],
  FREEZE_NOT_FOUND: [404, 'No freeze of this scope is in force.'],
  NOT_ACCEPTABLE: [406, 'This comes in none of the forms that `Accept` names.'],
  WRONG_STATE: [409, 'The job is not in a state in which this can be done; the answer names what can.'],
  IDEMPOTENCY_KEY_REUSED: [409, 'The Idempotency-Key was used for another request.'],
  PLAN_CHANGED: [409, 'The job would no longer come to the plan that `planHash` cites; the answer tells what differs.'],
  PLAN_UNKNOWN: [409, 'No simulated job of this fleet came to the plan that `planHash` cites.'],
  SIMULATED_JOB: [409, 'The job was simulated: there is nothing to take up or to take back.'],
  NOTHING_TO_RETRY: [409, 'No agent of the job failed, or none for these reasons.'],
  NOTHING_TO_ROLL_BACK: [409, 'The job changed no agent.'],
  ROLLBACK_OF_ROLLBACK: [409, 'The job is a rollback itself.'],
  CHANGED_MEANWHILE: [409, 'Others changed the same thing at the same time: ask again.'],
  AGENT_BUSY: [409, 'A job is at work on this agent.'],
  DUPLICATE_AGENT: [409, 'The node has another agent of this type.'],
  VERSION_EXISTS: [409, 'The version is published with other contents: publish another one.'],
  TOO_MANY_FREEZES: [409, '100 freezes are in force.'],
  DISCOVERY_UNDER_WAY: [409, 'Another discovery is under way.'],
  BODY_TOO_LARGE: [413, 'The body is over 1.5 MB.'],
  NOT_JSON: [415, 'The body is not sent as application/json.'],
  AGENT_TYPE_UNKNOWN: [422, 'This deployment has no such agent type; the answer names those that it has.'],
  VERSION_UNUSABLE: [422, 'No node could install the version as it is described.'],
  CHECKSUM_MISSING: [422, 'An artifact needs its sha256, or a signature.'],
  ARTIFACT_SOURCE_NOT_ALLOWED: [422, 'The deployment takes no artifacts from there.'],
  ARTIFACT_UNUSED: [422, 'The job is a rollback, which takes no artifact.'],
  ROLLBACK_NOT_TAKEN_BACK: [422, 'A rollback is not taken back: its onFailure is halt or pause.'],
  DRY_RUN_ONLY: [422, 'This deployment takes simulated jobs only.'],
  START_TOO_FAR: [422, '`startAt` is too far ahead.'],
  UNTIL_PAST: [422, '`until` has passed already.'],
  INTERNAL_ERROR: [500, 'Something went wrong on our side; `instance` finds it in the logs.'],
  UNAVAILABLE: [503, 'AWS throttled us or did not answer: ask again after the seconds that `Retry-After` says.'],
} as const satisfies Record<string, readonly [status: number, meaning: string]>;

export type ProblemCode = keyof typeof problems;

export const statusOfProblem = (code: ProblemCode): number => problems[code][0];

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

/** Problem details (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.literal('about:blank').meta({ description: 'There is no page about it: `code` says what it is.' }),
    title: z.string().meta({ description: 'The words of the status.', example: 'Not Found' }),
    status: z.int().min(400).max(599).meta({ description: 'The status, once more.', example: 404 }),
    code: z.enum(codes).meta({ description: 'What went wrong, for programs.', example: 'JOB_NOT_FOUND' }),
    detail: z.string().meta({ description: 'What went wrong and what to do, for people.' }),
    instance: z.string().meta({ description: 'The id of the request, which finds it in the logs.' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({
            description: 'A JSON pointer into the body, or with QUERY_INVALID into the query.',
            example: '/agentUuids/3',
          }),
          detail: z.string().meta({ description: 'What is wrong there.' }),
        }),
      )
      .optional()
      .meta({ description: 'The fields of the body, or the parameters, that are wrong: the first 20 of them.' }),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457); some refusals have more members than these.' });

/** What API Gateway answers by itself, before a function runs. */
export const gatewayMessageSchema = z
  .strictObject({ message: z.string().nullable().meta({ description: 'A word or two.', example: 'Unauthorized' }) })
  .meta({ id: 'GatewayMessage', description: "API Gateway's own answer, before a function runs." });
