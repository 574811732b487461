import { describe, expect, test } from '@jest/globals';
import { MOST_JITTER_SECONDS } from '../../functions/domain/network.ts';
import { EXECUTION_TIMEOUT_SECONDS, ownDocuments } from '../../lib/documents/documents.ts';
import { AwsError } from '../../local/aws-json.ts';
import { resolveParameters } from '../../local/ssm/parameters.ts';

const all = Object.entries(ownDocuments);
const { msi: _ofWindowsAlone, ...ofLinux } = ownDocuments;

const given = {
  Action: ['upgrade'],
  AttemptId: ['upgrade-job-01J.2-1_a'],
  NotAfter: ['1767225600'],
  AgentType: ['log-agent'],
  Version: ['1.5.0-rc.1+build_7'],
};

/** Values that some shell, in some quoting, would read as more than one plain word, or a tool as something else. */
const HOSTILE = [
  'a b',
  'a;b',
  'a|b',
  'a&b',
  'a>b',
  'a<b',
  'a(b)',
  '$HOME',
  'a$(id)',
  'a`id`',
  "a'b",
  'a"b',
  'a\\b',
  'a\nb',
  'a\tb',
  'a*',
  'a?',
  '[a]',
  '{a,b}',
  '{{ssm:secret}}',
  '{{ Version }}',
  '~root',
  'a#b',
  '!a',
  'a=b;',
  'ä',
  '\u0000',
  'a\u2028b',
];

const LINUX = { action: 'aws:runShellScript', precondition: { StringEquals: ['platformType', 'Linux'] } };
const WINDOWS = { action: 'aws:runPowerShellScript', precondition: { StringEquals: ['platformType', 'Windows'] } };

test('each platform has one step of a document, with a name of its own', () => {
  expect(ownDocuments.package.mainSteps).toMatchObject([LINUX, WINDOWS]);
  expect(ownDocuments.report.mainSteps).toMatchObject([LINUX, WINDOWS]);
  expect(ownDocuments['os-package'].mainSteps).toMatchObject([LINUX]);
  expect(ownDocuments.msi.mainSteps).toMatchObject([WINDOWS]);
  for (const { mainSteps } of Object.values(ownDocuments))
    expect(new Set(mainSteps.map(({ name }) => name)).size).toBe(mainSteps.length);
});

describe.each(Object.entries(ofLinux))('on Linux, document %s', (_name, document) => {
  const script = document.mainSteps[0]?.inputs.runCommand.join('\n') ?? '';

  test.each(Object.keys(document.parameters))('takes %s in either form and uses it', (name) => {
    expect(script).toContain(`if [ -z "\${SSM_${name}+x}" ]; then SSM_${name}='{{ ${name} }}'; fi`);
    expect(script.split(`$SSM_${name}"`).length + script.split(`$SSM_${name} `).length).toBeGreaterThan(2);
  });

  test('names no parameter that it does not have', () => {
    const names = [...script.matchAll(/\$\{?SSM_([A-Za-z0-9]+)|\{\{ *([^ }]*) *\}\}/g)].map(
      ([, read, pasted]) => read ?? pasted,
    );
    expect(Object.keys(document.parameters)).toEqual(expect.arrayContaining([...new Set(names)]));
  });
});

describe.each(all)('document %s', (_name, document) => {
  test('is a Command document of schema 2.2 below 64 KB', () => {
    expect(document).toMatchObject({ schemaVersion: '2.2', description: expect.stringContaining('Fleet Upgrade') });
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(64 * 1024);
  });

  test.each(Object.entries(document.parameters))('describes %s', (_name, parameter) => {
    const described = { type: 'String', interpolationType: 'ENV_VAR', description: expect.stringMatching(/\.$/) };
    expect(parameter).toMatchObject(described);
  });

  test.each(Object.entries(document.parameters))('%s admits only its defaults and plain words', (_name, parameter) => {
    const pattern = new RegExp(parameter.allowedPattern);
    expect(HOSTILE.filter((value) => pattern.test(value))).toEqual([]);
    expect(pattern.test(parameter.default ?? 'a') || parameter.default === undefined).toBe(true);
  });

  test.each(Object.entries(document.parameters))(
    'the pattern of %s is one that RE2 takes',
    (_name, { allowedPattern }) => {
      expect(allowedPattern).toMatch(/^\^.*\$$/);
      expect(allowedPattern).not.toMatch(/\(\?|\\[1-9]/); // no look-around, no back reference
      for (const [, most] of allowedPattern.matchAll(/\{\d*,?(\d+)\}/g)) expect(Number(most)).toBeLessThanOrEqual(1000);
    },
  );
});

describe('a parameter', () => {
  test('left out takes its default', () => {
    expect(resolveParameters(ownDocuments.package, given)).toMatchObject({
      HealthTimeoutSeconds: '60',
      RestartCommand: '',
    });
  });

  test.each([
    ['an unknown one', { Reboot: ['true'] }],
    ['two values', { Version: ['1', '2'] }],
    ['no value', { Version: [] }],
    ['a value that is not allowed', { Action: ['downgrade'] }],
    ['a path for an attempt', { AttemptId: ['..'] }],
    ['an option for a version', { Version: ['-rf'] }],
    ['a time of 0', { NotAfter: ['0'] }],
    ['a jitter for which the document has no time', { JitterSeconds: ['601'] }],
    ['no version to go back to', { KeepVersions: ['1'] }],
    ['an option for a service', { Service: ['-H'] }],
    ['more time than there is', { HealthTimeoutSeconds: ['301'] }],
    ['a URL that is not encoded', { Artifacts: ['any/any https://example.com/a - -'] }],
    ['an endless command', { RestartCommand: ['a'.repeat(4097)] }],
  ])('is refused: %s', (_what, change) => {
    expect(() => resolveParameters(ownDocuments.package, { ...given, ...change })).toThrow(AwsError);
  });

  test('without default has to be given', () => {
    expect(() => resolveParameters(ownDocuments.report, {})).toThrow('Parameter AgentType requires a value');
  });
});

test.each(['package', 'msi'] as const)(
  'the longest wait before a download leaves document %s the 1,200 s of its work',
  (name) => {
    const { parameters } = ownDocuments[name];
    const pattern = new RegExp(parameters['JitterSeconds']?.allowedPattern ?? '');
    const longest = Array.from({ length: 4_000 }, (_, index) => index).findLast((seconds) =>
      pattern.test(String(seconds)),
    );
    expect(longest).toBe(MOST_JITTER_SECONDS);
    expect(EXECUTION_TIMEOUT_SECONDS[name] - MOST_JITTER_SECONDS).toBeGreaterThanOrEqual(1_200);
  },
);
