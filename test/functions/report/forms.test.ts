import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reportedAgents, reportOf } from '../../../functions/domain/report.ts';
import type { AgentResult } from '../../../functions/domain/results.ts';
import type { ReportPage } from '../../../functions/domain/use-cases/report-job.ts';
import { csv } from '../../../functions/report/csv.ts';
import { fitting } from '../../../functions/report/form.ts';
import { json } from '../../../functions/report/json.ts';
import { markdown } from '../../../functions/report/markdown.ts';
import { nextLink } from '../../../functions/report/next-link.ts';
import { later, now, plannedJob, result } from '../../fixtures.ts';

const done = plannedJob(2, {
  phase: 'done',
  status: 'success',
  reason: 'ALL_SUCCEEDED',
  completedAt: later(90).toISOString(),
  changeTicket: 'CHG1',
  approved: { by: 'bob', at: now.toISOString() },
});

/** The report of a job of two agents, with one change to the job or to the first agent. */
function page(change: Partial<typeof done> = {}, agent: Partial<AgentResult> = {}): ReportPage {
  const job = { ...done, ...change };
  const results = [result(1, agent), result(2)];
  const agents = reportedAgents(job, results, 0, 10);
  return { report: reportOf(job, results, [], later(100)), agents, offset: 0, targetCount: 2 };
}

/** Reads RFC 4180 and nothing more: a quotation mark outside of quotes, or a bare line end, is an error. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: string[] = [];
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const found = field.exec(text);
    if (found === null) throw new Error(`No CSV at ${at}: ${text.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The fields of the first agent's row, by the names of their columns. */
function firstRow(given: ReportPage): Record<string, string | undefined> {
  const [names = [], first = []] = parseCsv(csv.text(given, null));
  return Object.fromEntries(names.map((name, index) => [name, first[index]]));
}

describe('a report in JSON', () => {
  test('is the report with its agents, and where they go on', () => {
    const given = page();
    const { agents, nextCursor, ...report } = JSON.parse(json.text(given, 'more'));
    expect(report).toEqual(given.report);
    expect(agents).toEqual(given.agents);
    expect(nextCursor).toBe('more');
  });
});

describe('a report in CSV', () => {
  test('has a row for each agent under the names of the columns, each line ended by CR LF', () => {
    expect(csv.text(page(), null)).toBe(
      [
        'jobId,changeTicket,requestedBy,approvedBy,final,agentUuid,wave,oldVersion,newVersion,status,state,reason,error,detail',
        `${done.id},CHG1,operator@example.com,bob,true,item1,1,1.4.2,1.5.0,success,done,UPGRADED,,`,
        `${done.id},CHG1,operator@example.com,bob,true,item2,1,1.4.2,1.5.0,success,done,UPGRADED,,`,
        '',
      ].join('\r\n'),
    );
  });

  test.each([
    ['nobody approved it', { approved: null }, 'approvedBy'],
    ['it names no change', { changeTicket: null }, 'changeTicket'],
  ])('leaves a field empty where %s', (_sentence, change, column) => {
    expect(firstRow(page(change))[column]).toBe('');
  });

  test.each([
    '=HYPERLINK("http://example.com","x")',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    '＝1',
    "'=1",
  ])('makes no formula of %j, wherever it stands', (text) => {
    const given = firstRow(page({ changeTicket: text, requestedBy: text }, { error: text, newVersion: text }));
    const { changeTicket, requestedBy, error, newVersion } = given;
    expect([changeTicket, requestedBy, error, newVersion]).toEqual(Array.from({ length: 4 }, () => `'${text}`));
  });

  test.each(['1.5.0-rc.1', 'a=b', 'node@site', "it's", ' =1'])('leaves %j as it is', (text) => {
    expect(firstRow(page({}, { error: text }))['error']).toBe(text);
  });

  test('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (error, note) => {
        const given = firstRow(page({ changeTicket: note }, { error }));
        const plain = (text: string | undefined) => text?.replace(/^'(?='*[=+\-@\t\r\n\0＝＋－＠])/, '');
        return plain(given['error']) === error && plain(given['changeTicket']) === note;
      }),
    );
  });
});

describe('a report in Markdown', () => {
  test('tells people all of it', () => {
    const text = markdown.text(page({ note: 'a leak' }), null);
    for (const line of [
      `# Upgrade job ${done.id}`,
      '| Ended | success, ALL_SUCCEEDED |',
      '| Change ticket | CHG1 |',
      '| Note | a leak |',
      `| Asked for by | operator@example.com, ${now.toISOString()} |`,
      `| Approved by | bob, ${now.toISOString()} |`,
      '| Duration | 90 s |',
      '| total | succeeded | failed | skipped | running | pending | excluded |',
      '| 2 | 2 | 0 | 0 | 0 | 0 | 0 |',
      '| 1 | 2 | 2 | 0 | 0 |  |  | 0 s |',
      '| UPGRADED | 2 | The node reports the target version and a healthy agent. |',
      '| Transfer |  | not known, as the sizes of artifacts are not |',
      '1 to 2 of 2.',
      '| item1 | 1 | 1.4.2 | 1.5.0 | success | done | UPGRADED |  |',
    ])
      expect(text.split('\n')).toContain(line);
    expect(text).not.toContain('under way');
  });

  test('says that a job is under way, and where the agents go on', () => {
    const text = markdown.text({ ...page({ phase: 'running', status: 'running' }), offset: 4, targetCount: 9 }, 'more');
    expect(text).toContain('The job is under way');
    expect(text).toContain('| Ended | not yet: running, ');
    expect(text).toContain('5 to 6 of 9. The address of the next ones is in the header `link`');
  });

  test.each([
    ['a|b', 'a\\|b'],
    ['one\ntwo\r\nthree', 'one two three'],
    ['\\|', '\\\\\\|'],
    ['[here](https://example.com)', '\\[here\\](https:\\//example.com)'],
    ['www.example.com', 'www\\.example.com'],
    ['<script>', '\\<script\\>'],
    ['&lt;', '\\&lt;'],
    ['`a` *b* ~c~', '\\`a\\` \\*b\\* \\~c\\~'],
    ['__a__ _b_', '\\_\\_a\\_\\_ \\_b\\_'],
    ['DISK_FULL in /opt/a_b', 'DISK_FULL in /opt/a_b'],
  ])('shows %j as it was said', (error, shown) => {
    const row = markdown
      .text(page({}, { error }), null)
      .split('\n')
      .find((line) => line.startsWith('| item1'));
    expect(row).toBe(`| item1 | 1 | 1.4.2 | 1.5.0 | success | done | UPGRADED | ${shown} |`);
  });
});

describe('a page', () => {
  const bytes = (form: typeof csv) =>
    Buffer.byteLength(JSON.stringify(form.row(page().report, page().agents[0] ?? fail())));
  const fail = (): never => {
    throw new Error('There is no agent.');
  };
  const cut = (form: typeof csv, largest: number) => {
    const { page: shown, next } = fitting(form, page(), largest);
    return [shown.agents.length, next];
  };

  test.each([
    ['JSON', json],
    ['CSV', csv],
    ['Markdown', markdown],
  ] as const)('in %s ends where an answer can hold no more, and says where it goes on', (_name, form) => {
    expect(cut(form, 2 * bytes(form))).toEqual([2, null]);
    expect(cut(form, 2 * bytes(form) - 1)).toEqual([1, 1]);
    expect(cut(form, 1)).toEqual([1, 1]);
  });

  test('of the longest agents there can be fits into what a function may answer', () => {
    const error = '"€'.repeat(150);
    const agent = result(1, {
      agentUuid: 'x'.repeat(200),
      oldVersion: 'v'.repeat(128),
      newVersion: 'v'.repeat(128),
      error,
    });
    const results = Array.from({ length: 10_000 }, () => agent);
    const job = { ...done, rollout: { ...done.rollout, waves: [{ size: 10_000, bakeSeconds: 0 }] } };
    const agents = reportedAgents(job, results, 0, 10_000);
    const given = { report: reportOf(job, results, [], now), agents, offset: 0, targetCount: 10_000 };
    for (const form of [json, csv, markdown]) {
      const { page: shown, next } = fitting(form, given);
      const answered = JSON.stringify({ body: form.text(shown, 'more') });
      expect(Buffer.byteLength(answered)).toBeLessThan(6_000_000);
      expect(next).toBe(shown.agents.length);
    }
  });
});

describe('the link to the next page', () => {
  test('goes on as it began', () => {
    expect(nextLink('abc', undefined)).toBe('<?cursor=abc>; rel="next"');
    expect(nextLink('abc', 50)).toBe('<?cursor=abc&limit=50>; rel="next"');
  });
});
