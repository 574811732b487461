import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageDocument } from '../../lib/documents/package.ts';
import { close, listen } from '../../local/aws-json.ts';
import { commandLines } from './processes.ts';
import { CREDENTIALS, s3Server } from './s3-server.ts';
import { agentFiles, encode, findCommand, ScriptBench } from './script-bench.ts';
import { tarGz } from './tar-gz.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

const KEY = 'agents/1.5.0-build_7/~agent.tar.gz';
const archive = tarGz(agentFiles('1.5.0'));

describe('from S3, with the AWS CLI', () => {
  /** Writes down what it is asked and in what environment; `s3 cp` copies the archive of the bench's server. */
  const aws = `echo "$* config=\${AWS_CONFIG_FILE:-} proxy=\${HTTPS_PROXY:-} not=\${NO_PROXY:-}" >>"$HOME/asked"
case "$1 $2" in
  's3 cp') curl -sf "$(cat "$HOME/server")/1.5.0" >"$4" ;;
  'configure set') echo "$3 = $4" >>"$AWS_CONFIG_FILE" ;;
esac`;
  const upgrade = async (bench: ScriptBench, change: object, cli = aws) => {
    const path = await bench.tool('aws', cli.replace('$(cat "$HOME/server")', bench.url));
    return bench.upgrade('1.5.0', { Artifacts: bench.artifact({ url: `s3://bucket.1/${KEY}` }), ...change }, { path });
  };
  const asked = async (bench: ScriptBench) =>
    (await bench.read('asked'))
      .replaceAll(/\/\S*\/work\.\d+/g, 'WORK')
      .trimEnd()
      .split('\n');

  test.concurrent(
    'its own role does it',
    ScriptBench.on(async (bench) => {
      expect(await upgrade(bench, {})).toMatchObject(upgraded);
      expect(await asked(bench)).toEqual([
        `s3 cp s3://bucket.1/${KEY} WORK/artifact --only-show-errors config= proxy= not=`,
      ]);
    }),
  );

  test.concurrent(
    'through the proxy, to which the metadata service is no matter, and as slowly as it is told',
    ScriptBench.on(async (bench) => {
      const change = { Proxy: encode('http://proxy.example.com:3128'), MaxKbps: '8000' };
      expect(await upgrade(bench, change)).toMatchObject(upgraded);
      const seen =
        'config=WORK/aws-config proxy=http://proxy.example.com:3128 not=127.0.0.1,localhost,::1,169.254.169.254';
      expect(await asked(bench)).toEqual([
        `configure set default.s3.max_bandwidth 1000000B/s ${seen}`,
        `s3 cp s3://bucket.1/${KEY} WORK/artifact --only-show-errors ${seen}`,
      ]);
    }),
  );

  test.concurrent(
    'which tells why it cannot',
    ScriptBench.on(async (bench) => {
      const why = 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden';
      const result = await upgrade(bench, {}, `echo '${why}' >&2; exit 1`);
      expect(result).toMatchObject({ ...stayed, reason: 'DOWNLOAD_FAILED', message: why });
    }),
  );
});

describe('from S3, without the AWS CLI', () => {
  async function onS3(bench: ScriptBench, server: ReturnType<typeof s3Server>, missing: readonly string[] = []) {
    const url = await listen(server);
    try {
      const endpoints = [`AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}`, `AWS_ENDPOINT_URL_S3=${url}`];
      const shell = [findCommand('env') ?? '', ...endpoints, 'sh'] as const;
      const Artifacts = bench.artifact({ url: `s3://bucket.1/${KEY}` });
      const path = await bench.pathWithout(...missing);
      const report = await bench.run(packageDocument(), bench.parameters('1.5.0', { Artifacts }), { path, shell });
      return report.kind === 'ended' ? report.stdout : report.kind;
    } finally {
      await close(server);
    }
  }
  const objects = new Map([[`/bucket.1/${KEY}`, archive]]);

  test.concurrent(
    "curl signs the request with the role's credentials, which nobody sees",
    ScriptBench.on(async (bench) => {
      const seen: string[] = [];
      const beforeAnswer = async () => void seen.push(await commandLines(bench.directory));
      const output = await onS3(bench, s3Server(objects, { beforeAnswer }));
      expect(output).toContain('"reason":"UPGRADED"');
      expect(seen.join('\n')).toContain(`--output ${bench.directory}/work.`);
      const log = await bench.read('attempts/attempt-1/log');
      for (const secret of [CREDENTIALS.SecretAccessKey, CREDENTIALS.Token, CREDENTIALS.AccessKeyId])
        expect(`${seen}\n${output}\n${log}`).not.toContain(secret);
    }),
  );

  test.concurrent.each([
    ['an object that is not there', () => s3Server(new Map()), [], 'DOWNLOAD_FAILED'],
    ['a node without a role', () => s3Server(objects, { role: '' }), [], 'gives no credentials of a role'],
    ['a role without credentials', () => s3Server(objects, { role: 'other' }), [], 'gives no credentials of a role'],
    ['a node without curl', () => s3Server(objects), ['curl'], 'neither the AWS CLI nor curl'],
  ] as const)(
    '%s is told as such',
    ScriptBench.on(async (bench, _what, server, missing, why) => {
      const output = await onS3(bench, server(), missing);
      expect(output).toContain('"reason":"DOWNLOAD_FAILED"');
      expect(output).toContain(why);
    }),
  );

  test.concurrent.each([
    ['7.76.1', false],
    ['7.88.0', true],
    ['8.5.0', true],
  ])(
    'curl %s is asked to sign: %s, since older ones do not sign all headers',
    ScriptBench.on(async (bench, version, signs) => {
      await bench.pathWithout('curl');
      const answer = `case $1 in --version) echo "curl ${version} (x86_64)" ;; *) exec ${findCommand('curl')} "$@" ;; esac`;
      const tools = await bench.tool('curl', answer);
      const server = s3Server(objects);
      const url = await listen(server);
      const endpoints = [`AWS_EC2_METADATA_SERVICE_ENDPOINT=${url}`, `AWS_ENDPOINT_URL_S3=${url}`];
      const options = {
        shell: [findCommand('env') ?? '', ...endpoints, 'sh'] as const,
        path: `${tools.split(':')[0]}:${join(bench.directory, 'bare')}`,
      };
      const result = await bench.upgrade(
        '1.5.0',
        { Artifacts: bench.artifact({ url: `s3://bucket.1/${KEY}` }) },
        options,
      );
      await close(server);
      const refused = { ...stayed, message: 'a download from S3 takes the AWS CLI, or curl 7.88 or later' };
      expect(result).toMatchObject(signs ? upgraded : refused);
    }),
  );
});
