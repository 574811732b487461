import { describe, expect, test } from '@jest/globals';
import { recipes } from '../../functions/domain/recipes/recipes.ts';

const lines = (...text: readonly string[]) => text.join('\n');

/* Outputs as people have shown them in aws/amazon-ssm-agent issues 199, 245, 433 and 665, in awsdocs/aws-systems-manager-user-guide issue
   129, and as the API reference of GetCommandInvocation has one. */

describe('what AWS-UpdateSSMAgent printed', () => {
  const begun = lines(
    'Successfully downloaded manifest',
    'Successfully downloaded updater version 3.3.4108.0',
    'Updating amazon-ssm-agent from 3.3.3572.0 to 3.3.4108.0',
  );
  const failed = 'Failed to update amazon-ssm-agent to 3.3.4108.0';

  test.each([
    [
      'an update',
      lines(
        begun,
        'Initiating amazon-ssm-agent update to 3.3.4108.0',
        'amazon-ssm-agent updated successfully to 3.3.4108.0',
      ),
      { oldVersion: '3.3.3572.0', wasThere: false },
    ],
    [
      'one that SSM Agent 2 made',
      lines(
        'Updating amazon-ssm-agent from 2.3.842.0 to latest',
        '',
        'amazon-ssm-agent updated successfully to 2.3.871.0',
      ),
      { oldVersion: '2.3.842.0', wasThere: false },
    ],
    [
      'nothing to do',
      lines(begun, 'amazon-ssm-agent 3.3.4108.0 has already been installed', 'update skipped'),
      { oldVersion: '3.3.3572.0', wasThere: true },
    ],
    [
      'nothing to do for SSM Agent 2',
      lines(
        'Updating amazon-ssm-agent from 2.3.672.0 to latest',
        '',
        'amazon-ssm-agent 2.3.672.0 has already been installed, update skipped',
      ),
      { oldVersion: '2.3.672.0', wasThere: true },
    ],
    [
      'a downgrade that nobody asked for',
      lines(
        begun,
        'Updating 3.3.3572.0 to an older version 3.3.10.0, please enable allow downgrade to proceed',
        failed,
        'No rollback needed',
      ),
      { reason: 'DOWNGRADE_NOT_ALLOWED', error: expect.stringMatching(/^Updating 3.3.3572.0 to an older version/) },
    ],
    [
      'a downgrade, by SSM Agent 2',
      lines(
        'Updating amazon-ssm-agent from 2.3.680.0 to latest',
        '----------ERROR-------',
        'updating amazon-ssm-agent to an older version, please enable allow downgrade to proceed',
      ),
      { oldVersion: '2.3.680.0', reason: 'DOWNGRADE_NOT_ALLOWED' },
    ],
    [
      'a version that there is not',
      lines(
        begun,
        'amazon-ssm-agent target version 3.3.4108.0 is unsupported on current platform',
        failed,
        'No rollback needed',
      ),
      {
        reason: 'PACKAGE_NOT_FOUND',
        error: 'amazon-ssm-agent target version 3.3.4108.0 is unsupported on current platform',
      },
    ],
    [
      'a version that AWS has withdrawn',
      lines(begun, 'amazon-ssm-agent version 3.3.4108.0 is deprecated/inactive, update skipped'),
      { wasThere: false, reason: 'PACKAGE_FAILED', error: expect.stringContaining('deprecated/inactive') },
    ],
    [
      'another update',
      lines('', '----------ERROR-------', 'Another update in progress, try again later'),
      { reason: 'NODE_BUSY', error: 'Another update in progress, try again later' },
    ],
    [
      'a download that failed',
      lines(begun, 'failed to download file reliably, https://s3.example.com/x', failed, 'No rollback needed'),
      { reason: 'DOWNLOAD_FAILED', error: 'failed to download file reliably, https://s3.example.com/x' },
    ],
    [
      'an installation that failed and was taken back: the cause, not its end',
      lines(
        begun,
        'failed to install amazon-ssm-agent 3.3.4108.0, ErrorMessage=exit status 124',
        'Initiating rollback amazon-ssm-agent to 3.3.3572.0',
        'rolledback amazon-ssm-agent to 3.3.3572.0',
        failed,
        '----------ERROR-------',
        'failed to install amazon-ssm-agent 3.3.4108.0, ErrorMessage=exit status 124',
      ),
      { error: 'failed to install amazon-ssm-agent 3.3.4108.0, ErrorMessage=exit status 124' },
    ],
    ['nothing', '', { wasThere: false }],
  ])('%s', (_what, output, expected) => {
    const said = recipes['ssm-agent'].readOutput?.(output);
    expect(said).toMatchObject(expected);
    if (!('error' in expected) && !('reason' in expected)) expect(said).not.toHaveProperty('error');
  });
});

describe('what AWS-ConfigureAWSPackage printed', () => {
  const script = (version: string, action: string, status = 'Success') =>
    lines(
      `Initiating Tool ${version} ${action}`,
      `Plugin aws:runShellScript ResultStatus ${status}`,
      `${action} output: Running sh ${action}.sh`,
    );
  const refused = 'failed to download manifest - failed to retrieve package document description: ';

  test.each([
    [
      'an upgrade by uninstalling first: the version that it took away',
      lines(
        script('1.4.2', 'uninstall'),
        script('1.5.0', 'install'),
        'Successfully installed Tool 1.5.0',
        'Successfully uninstalled Tool 1.4.2',
      ),
      { oldVersion: '1.4.2', wasThere: false },
    ],
    ['an upgrade in place: it does not say what it found', script('1.5.0', 'update'), { wasThere: false }],
    [
      'an upgrade in place that was taken back: what it took away is not what it found',
      lines(script('1.5.0', 'update', 'Failed'), script('1.5.0', 'uninstall')),
      { wasThere: false },
    ],
    [
      'nothing to do',
      'arn:aws:ssm:::package/Tool 1.5.0 is already installed\n',
      { oldVersion: '1.5.0', wasThere: true },
    ],
    [
      'a script that says so of something else',
      lines(script('1.5.0', 'install'), 'java 17.0 is already installed'),
      { wasThere: false },
    ],
    [
      'a script that failed',
      lines(
        script('1.2.1', 'install', 'Failed'),
        '',
        '----------ERROR-------',
        'install errors: failed to run commands: exit status 1',
        'Failed to install package; install status Failed',
      ),
      {
        error: 'install errors: failed to run commands: exit status 1 Failed to install package; install status Failed',
      },
    ],
    [
      'no such package: words without the account',
      lines(
        '',
        '----------ERROR-------',
        `${refused}InvalidDocument: arn:aws:ssm:eu-west-1:111122223333:document/Tool does not exist.`,
      ),
      { reason: 'PACKAGE_NOT_FOUND', error: `${refused}InvalidDocument: (a resource) does not exist.` },
    ],
    [
      'no such version',
      lines('', '----------ERROR-------', `${refused}InvalidDocumentVersion: The document version is not valid.`),
      { reason: 'PACKAGE_NOT_FOUND' },
    ],
    [
      'a manifest that cannot be read now',
      lines('', '----------ERROR-------', `${refused}RequestError: send request failed`),
      { reason: 'DOWNLOAD_FAILED' },
    ],
    [
      'a package that does not come down',
      lines('', '----------ERROR-------', 'failed to download installation package reliably, https://example.com'),
      { reason: 'DOWNLOAD_FAILED' },
    ],
    [
      'a package for other platforms',
      lines('', '----------ERROR-------', 'no manifest found for platform: debian, version 12, architecture arm64'),
      { reason: 'NO_ARTIFACT_FOR_PLATFORM' },
    ],
    [
      'another action under way',
      lines('', '----------ERROR-------', 'Package "Tool" is already in the process of action "Install"'),
      { reason: 'NODE_BUSY' },
    ],
  ])('%s', (_what, output, expected) => {
    const said = recipes.distributor.readOutput?.(output);
    expect(said).toMatchObject(expected);
    for (const field of ['oldVersion', 'reason', 'error'] as const)
      if (!(field in expected) && !('error' in expected || 'reason' in expected))
        expect(said).not.toHaveProperty(field);
  });
});

test('words are cut at 200 characters', () => {
  const said = recipes.distributor.readOutput?.(`\n----------ERROR-------\n${'x'.repeat(500)}`);
  expect(said?.error).toHaveLength(200);
});
