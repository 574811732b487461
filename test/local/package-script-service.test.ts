import { describe, expect, test } from '@jest/globals';
import { encode, findCommand, ScriptBench } from './script-bench.ts';

const upgraded = { outcome: 'success', oldVersion: '1.4.2', newVersion: '1.5.0', healthy: true, exitCode: 0 };
const stayed = { outcome: 'failed', oldVersion: '1.4.2', newVersion: '1.4.2', healthy: true, exitCode: 1 };

describe('without a restart command the service is restarted', () => {
  const copies = 'echo "$0 $*" | sed "s,.*/,," >>"$HOME/restarts"; cp "$HOME"/current/* "$HOME/running/"';
  const change = { RestartCommand: '', Service: 'log-agent@1.service' };

  test.concurrent(
    'by systemctl where systemd runs',
    ScriptBench.on(async (bench) => {
      const path = await bench.tool('systemctl', `[ "$1" != restart ] || { ${copies}; }`);
      expect(await bench.upgrade('1.5.0', change, { path })).toMatchObject(upgraded);
      expect(await bench.read('restarts')).toBe('systemctl restart log-agent@1.service\n');
    }),
  );

  test.concurrent(
    'else by service',
    ScriptBench.on(async (bench) => {
      await bench.tool('systemctl', 'echo "System has not been booted with systemd" >&2; exit 1');
      const path = await bench.tool('service', copies);
      expect(await bench.upgrade('1.5.0', change, { path })).toMatchObject(upgraded);
      expect(await bench.read('restarts')).toBe('service log-agent@1.service restart\n');
    }),
  );

  test.concurrent(
    'and one that does not start is a failed restart',
    ScriptBench.on(async (bench) => {
      await bench.tool('systemctl', 'exit 1');
      const path = await bench.tool('service', `${copies}; grep -q 1.4.2 "$HOME/running/VERSION"`);
      expect(await bench.upgrade('1.5.0', change, { path })).toMatchObject({ ...stayed, reason: 'RESTART_FAILED' });
    }),
  );

  test.concurrent(
    'while a restart command comes before it',
    ScriptBench.on(async (bench) => {
      const path = await bench.tool('systemctl', 'echo >>"$HOME/restarts"');
      expect(await bench.upgrade('1.5.0', { Service: 'agent' }, { path })).toMatchObject(upgraded);
      await expect(bench.read('restarts')).rejects.toThrow('ENOENT');
    }),
  );
});

describe('without a health command the health URL is asked', () => {
  const answering = (bench: ScriptBench, status: number) => {
    bench.handlers.set('/health', (_, response) => response.writeHead(status, { location: '/1.5.0' }).end());
    return { HealthCommand: '', HealthUrl: encode(`${bench.url}/health`) };
  };

  test.concurrent.each([
    [200, true],
    [204, true],
    [302, false],
    [404, false],
    [503, false],
  ])(
    'which answers %i: healthy is %s',
    ScriptBench.on(async (bench, status, healthy) => {
      const report = await bench.report('', answering(bench, status));
      expect(report).toMatchObject({ version: '1.4.2', healthy });
    }),
  );

  test.concurrent(
    'which is not there, or does not answer in time',
    ScriptBench.on(async (bench) => {
      const gone = { HealthCommand: '', HealthUrl: encode('http://127.0.0.1:1/') };
      expect(await bench.report('', gone)).toMatchObject({ healthy: false });
      bench.handlers.set('/silent', () => undefined);
      const silent = { HealthCommand: '', HealthUrl: encode(`${bench.url}/silent`) };
      const path = await bench.tool('curl', `exec ${findCommand('curl')} "$@" --max-time 0.3`);
      expect(await bench.report('', silent, { path })).toMatchObject({ healthy: false });
    }),
  );

  test.concurrent(
    'by wget on a node without curl',
    ScriptBench.on(async (bench) => {
      const path = await bench.pathWithout('curl');
      expect(await bench.report('', answering(bench, 200), { path })).toMatchObject({ healthy: true });
      expect(await bench.report('', answering(bench, 503), { path })).toMatchObject({ healthy: false });
    }),
  );

  test.concurrent(
    'after an upgrade, which is taken back where it says no',
    ScriptBench.on(async (bench) => {
      const change = { HealthCommand: '', HealthUrl: encode(`${bench.url}/health`) };
      const isNew = async () => (await bench.read('running/VERSION')) === '1.5.0\n';
      bench.handlers.set('/health', async (_, response) => response.writeHead((await isNew()) ? 503 : 200).end());
      expect(await bench.upgrade('1.5.0', change)).toMatchObject({ ...stayed, reason: 'HEALTH_CHECK_FAILED' });
    }),
  );
});
