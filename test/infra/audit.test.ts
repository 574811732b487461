import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'fleet-upgrade-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `.ci/audit` with an npm that answers this, and ends so. */
function audit(answer: string, exitCode: number) {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\necho '${answer}'\nexit ${exitCode}\n`);
  chmodSync(npm, 0o755);
  const script = join(import.meta.dirname, '../../.ci/audit');
  const { status, stdout } = spawnSync(script, { encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin` } });
  return { status, stdout: stdout.trim() };
}

test.each([
  ['passes where nothing is known', '{"auditReportVersion":2}', 0, 0, /^audit: no weakness/],
  ['fails where something is', '{"auditReportVersion":2}', 1, 1, /auditReportVersion/],
  ['says so where the registry does not answer', '{"message":"405 Method Not Allowed"}', 1, 0, /^skipped: /],
])('the audit %s', (_, answer, exitCode, status, stdout) => {
  expect(audit(answer, exitCode)).toEqual({ status, stdout: expect.stringMatching(stdout) });
});
