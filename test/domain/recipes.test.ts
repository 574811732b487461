import { describe, expect, test } from '@jest/globals';
import { type AgentType, type AgentTypeInput, agentTypeSchema } from '../../functions/domain/agent-type.ts';
import type { Change } from '../../functions/domain/recipes/recipe.ts';
import { changeParametersOf, recipeOf, reportParametersOf } from '../../functions/domain/recipes/recipes.ts';
import { agentType, later, version } from '../fixtures.ts';

const parse = (input: AgentTypeInput): AgentType => agentTypeSchema.parse(input);
const text = (encoded: string | undefined): string => Buffer.from(encoded ?? '', 'base64url').toString();

const beat = parse({
  name: 'beat',
  recipe: 'os-package',
  versionScheme: 'dotted',
  packageName: 'beat',
  service: 'beatd',
});
const cloudWatch = parse({
  name: 'cloudwatch',
  recipe: 'distributor',
  versionScheme: 'opaque',
  packageName: 'AmazonCloudWatchAgent',
  versionCommand: 'amazon-cloudwatch-agent-ctl -a version',
});
const ssmAgent = parse({ name: 'ssm-agent', recipe: 'ssm-agent', versionScheme: 'dotted' });
const msi = parse({ name: 'tool', recipe: 'msi', versionScheme: 'dotted', product: "Joe's Tool", service: 'tool' });

const change: Change = {
  action: 'upgrade',
  version: '1.5.0',
  published: version,
  network: null,
  attemptId: 'attempt-1',
  notAfter: later(600),
  allowDowngrade: false,
};

describe('what a document is sent', () => {
  test('an archive: one artifact, its checksum, and commands that no shell can take apart', () => {
    const parameters = changeParametersOf(agentType, change);
    expect(parameters).toMatchObject({ Action: 'upgrade', AttemptId: 'attempt-1', Version: '1.5.0' });
    for (const value of Object.values(parameters)) expect(value).toMatch(/^[A-Za-z0-9._-]*$/);
  });

  const packages = [
    { manager: 'apt' as const, packageVersion: '1:7.52.0-1', reportedVersion: '7.52.0' },
    { manager: 'dnf' as const, packageVersion: '7.52.0-1.el9' },
  ];

  test('a package: what each package manager calls the version, and what is reported then', () => {
    const published = { ...version, version: '7.52', artifacts: [], packages };
    const parameters = changeParametersOf(beat, { ...change, version: '7.52', published });
    expect(parameters).toMatchObject({ PackageName: 'beat', Service: 'beatd', Version: '7.52' });
    expect(text(parameters['Packages'])).toBe('apt 1:7.52.0-1 7.52.0\ndnf 7.52.0-1.el9 7.52.0-1.el9');
  });

  test('a package that goes back to a version that was never published: each manager may know it by what was reported', () => {
    const back = changeParametersOf(beat, { ...change, action: 'rollback', version: '1:7.50-1', published: undefined });
    expect(text(back['Packages']).split('\n')).toEqual([
      'apt 1:7.50-1 1:7.50-1',
      'dnf 1:7.50-1 1:7.50-1',
      'zypper 1:7.50-1 1:7.50-1',
    ]);
  });

  describe.each([
    ['an archive', agentType],
    ['a program of Windows', msi],
  ])('%s', (_what, type) => {
    const network = { proxy: 'http://proxy:3128', maxKbps: 2000, jitterSeconds: 120 };

    test('what its network says of downloads', () => {
      const { Proxy: proxy, MaxKbps, JitterSeconds } = changeParametersOf(type, { ...change, network });
      expect([text(proxy), MaxKbps, JitterSeconds]).toEqual(['http://proxy:3128', '2000', '120']);
    });

    test.each<[string, Change]>([
      ['where it is in no network', change],
      ['where its network says nothing', { ...change, network: {} }],
      ['for a rollback', { ...change, network, action: 'rollback' }],
    ])('nothing of downloads %s', (_sentence, other) => {
      const names = Object.keys(changeParametersOf(type, other));
      expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(Proxy|MaxKbps|JitterSeconds)$/)]));
    });
  });

  test.each([
    ['upgrade', false, 'false'],
    ['upgrade', true, 'true'],
    ['reinstall', false, 'true'],
    ['rollback', false, 'true'],
  ] as const)(
    'the SSM Agent, to %s, where going down is allowed: %s: may go down: %s, and nothing that its document does not know',
    (action, allowDowngrade, allowed) => {
      const parameters = changeParametersOf(ssmAgent, { ...change, action, allowDowngrade, version: '3.3.2746.0' });
      expect(parameters).toEqual({ version: '3.3.2746.0', allowDowngrade: allowed });
    },
  );

  test('a package of Distributor: what AWS-ConfigureAWSPackage takes', () => {
    expect(changeParametersOf(cloudWatch, change)).toEqual({
      action: 'Install',
      installationType: 'Uninstall and reinstall',
      name: 'AmazonCloudWatchAgent',
      version: '1.5.0',
    });
  });
});

describe('how the probe asks', () => {
  test.each([
    ['a package whose agent type says nothing: the package manager', beat, 'dpkg-query', 'systemctl'],
    ['the SSM Agent: itself; who answers is well', ssmAgent, 'amazon-ssm-agent -version', ''],
    ['Windows Installer: the list of programs', msi, "-eq 'Joe''s Tool'", "Get-Service -Name 'tool'"],
    ['a package of Distributor: its own command', cloudWatch, 'amazon-cloudwatch-agent-ctl', ''],
  ])('%s', (_sentence, type, forVersion, forHealth) => {
    const { AttemptId, AgentType: name, ...commands } = reportParametersOf(type, 'attempt-1');
    expect({ AttemptId, name }).toEqual({ AttemptId: 'attempt-1', name: type.name });
    expect(text(commands['VersionCommand'])).toContain(forVersion);
    expect(text(commands['HealthCommand'])).toContain(forHealth);
    if (forHealth === '') expect(commands['HealthCommand']).toBe('');
  });
});

describe('which versions a recipe cannot bring', () => {
  test.each([
    ['a folder name', agentType, '1:1.5.0', 'letters'],
    ['four numbers', ssmAgent, '3.3', 'four numbers'],
    ['a name of Distributor', cloudWatch, '1.5~beta', 'letters'],
  ])('that are not %s', (_what, type, name, words) => {
    expect(recipeOf(type).whyUnusable({ ...version, version: name })).toContain(words);
  });

  test.each([
    ['an archive', agentType],
    ['a program of Windows', msi],
  ])('%s without an artifact', (_what, type) => {
    expect(recipeOf(type).whyUnusable({ ...version, artifacts: [] })).toContain('artifact');
  });
});

test.each([
  ['a package name with an option', { ...beat, packageName: '-o' }],
  ['a package name with a blank', { ...beat, packageName: 'beat other' }],
  ['a service with a path', { ...beat, service: '../x' }],
  ['a health URL with a user', { ...beat, healthUrl: 'http://127.0.0.1@example.com/' }],
  ['a health URL in plain HTTP elsewhere', { ...beat, healthUrl: 'http://example.com/health' }],
  ['neither a restart command nor a service', { ...agentType, restartCommand: '' }],
  ['nothing to go back to', { ...agentType, keepVersions: 1 }],
  ['a package of Distributor with a blank', { ...cloudWatch, packageName: 'Amazon Agent' }],
  ['a field of another recipe', { ...beat, restartCommand: 'true' }],
  ['a package of Linux on Windows', { ...beat, platform: 'windows' }],
])('an agent type is refused that has %s', (_what, input) => {
  expect(agentTypeSchema.safeParse(input).success).toBe(false);
});

test('a package of Distributor that another account shares is named by its ARN', () => {
  const packageName = 'arn:aws:ssm:eu-west-1:111122223333:document/Falcon';
  expect(agentTypeSchema.parse({ ...cloudWatch, packageName })).toMatchObject({ packageName });
});
