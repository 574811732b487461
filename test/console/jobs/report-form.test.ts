import { expect, test } from '@jest/globals';
import { nextCursorOf, reportFileName, reportForms } from '../../../console/jobs/report-form.ts';
import { nextLink } from '../../../functions/report/next-link.ts';

const page = (agentUuid: string, nextCursor: string | null) =>
  JSON.stringify({ jobId: 'upgrade-job-1', agents: [{ agentUuid }], nextCursor });

test.each([
  ['CSV: the names of the columns come once', 'csv', ['a,b\r\n1,2\r\n', 'a,b\r\n3,4\r\n'], 'a,b\r\n1,2\r\n3,4\r\n'],
  ['CSV of one page is as it was answered', 'csv', ['a,b\r\n1,2\r\n'], 'a,b\r\n1,2\r\n'],
  ['Markdown: one page after the other', 'md', ['# One\n', '# Two\n'], '# One\n\n# Two\n'],
])('%s', (_sentence, id, pages, text) => {
  expect(reportForms.find((form) => form.id === id)?.join(pages)).toBe(text);
});

test('JSON: one report with the agents of all pages', () => {
  const json = reportForms.find(({ id }) => id === 'json');
  expect(JSON.parse(json?.join([page('item1', 'on'), page('item2', null)]) ?? '')).toEqual({
    jobId: 'upgrade-job-1',
    agents: [{ agentUuid: 'item1' }, { agentUuid: 'item2' }],
    nextCursor: null,
  });
});

test('the next page is the one that the link names', () => {
  expect(nextCursorOf(nextLink('a+b/c=', 250))).toBe('a+b/c=');
  expect(nextCursorOf(null)).toBeUndefined();
});

test('a file is named for its job', () => {
  expect(reportForms.map((form) => reportFileName('upgrade-job-1', form))).toEqual([
    'upgrade-job-1.md',
    'upgrade-job-1.csv',
    'upgrade-job-1.json',
  ]);
});
