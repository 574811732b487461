import type { Form } from './form.ts';

/** All of the report, and of its agents a page. */
export const json: Form = {
  contentType: 'application/json',
  row: (_report, agent) => JSON.stringify(agent),
  text: ({ report, agents }, nextCursor) => JSON.stringify({ ...report, agents, nextCursor }),
};
