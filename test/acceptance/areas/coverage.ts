import { describe, expect, test } from '@jest/globals';
import { type Operation, operations } from '../document.ts';
import type { Exchanges } from '../exchanges.ts';

/** Documented, and asked for nowhere here: why. By status and code for all operations, or for one where its name is in front. */
const UNSEEN: Readonly<Record<string, string>> = {
  '413 API Gateway': 'test/local/gateway.test.ts sends over 10 MB',
  '429 API Gateway': 'how much a deployment takes is up to its settings; waited out here',
  '500 INTERNAL_ERROR': 'a defect',
  '503 UNAVAILABLE': 'AWS itself fails',
  '503 API Gateway': 'AWS itself fails',
  '403 SUBJECT_MISSING': 'no development token lacks its subject',
  '409 CHANGED_MEANWHILE': 'needs writes within milliseconds of each other: test/domain/use-cases',
  'deleteAgent 409 AGENT_BUSY': 'needs a node that a job holds just then: test/domain/use-cases/remove-agent.test.ts',
  'putFreeze 409 TOO_MANY_FREEZES': 'needs 100 of them: test/domain/use-cases/freezes.test.ts',
  '422 DRY_RUN_ONLY': 'a setting of the deployment',
};

/** What the documentation has an operation answer: `getJob 404 JOB_NOT_FOUND`, `getJob 401 API Gateway`, `getJob 200`. */
function documented({ operationId, responses }: Operation): string[] {
  return Object.entries(responses).flatMap(([status, { description }]) => {
    const lines = description.split('\n').filter((line) => line.startsWith('- '));
    if (Number(status) < 400) return [`${operationId} ${status}`];
    return lines.map((line) => `${operationId} ${status} ${/^- `(\w+)`/.exec(line)?.[1] ?? 'API Gateway'}`);
  });
}

/** What was asked and answered so far, which is everything where this comes last. */
export function coverageArea({ all }: Exchanges) {
  describe('was asked for', () => {
    const isExcused = (answer: string) => answer in UNSEEN || answer.slice(answer.indexOf(' ') + 1) in UNSEEN;
    const seen = () =>
      new Set(
        all.map(({ operationId, status, code }) =>
          status < 400 ? `${operationId} ${status}` : `${operationId} ${status} ${code ?? 'API Gateway'}`,
        ),
      );

    test('every answer that the documentation tells of', () => {
      const missing = operations.flatMap(documented).filter((answer) => !seen().has(answer) && !isExcused(answer));
      expect(missing).toEqual([]);
    });

    test('no answer that was excused', () => {
      expect([...seen()].filter((answer) => answer in UNSEEN)).toEqual([]);
    });
  });

  test('the answers came in time, and these took the longest', () => {
    const slowest = all.toSorted((a, b) => b.milliseconds - a.milliseconds).slice(0, 10);
    const lines = slowest.map(
      ({ milliseconds, method, path, status }) => `${Math.round(milliseconds)} ms: ${method} ${path}, ${status}\n`,
    );
    process.stdout.write(lines.join(''));
    // API Gateway waits for 30 seconds; who prefers to wait is answered after 25.
    expect(slowest[0]?.milliseconds).toBeLessThan(30_000);
  });
}
