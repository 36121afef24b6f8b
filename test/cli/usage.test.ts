import { describe, expect, it } from 'vitest';

import { exampleTopology } from '../../src/emulator/topology.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';
import { token } from '../support/token.ts';

interface Attempt extends MainRun {
  /** What the cloud received that could have changed something. */
  readonly writes: number;
}

async function attempt(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Attempt> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  const run = await runMain(args, { clock, world, env });
  const writes = world.cloud.received.list().filter(({ method }) => method !== 'GET').length;
  return { ...run, writes };
}

const web = 'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }]';

describe('bad input', () => {
  it.each([
    [['asign', '203.0.113.10'], 2, "unknown command 'asign'\n(Did you mean assign?)"],
    [['help', 'assing'], 2, "unknown command 'assing'\n(Did you mean assign?)"],
    [['assign', '--jsn'], 2, "unknown option '--jsn'\n(Did you mean --json?)"],
    [['assign', '203.0.113.999'], 2, "'203.0.113.999' is not an IP address. Write an IPv4 address"],
    [['assign', 'web'], 2, "'web' is not an IP address"],
    [
      ['assign'],
      2,
      'There is no address to work on. Name an IP, or list addresses in /etc/floatip/config.yaml, which does not exist',
    ],
    [['assign', '203.0.113.10', '--timeout', '-1'], 2, 'It must be a number of seconds above 0'],
    [['assign', '203.0.113.10', '--timeout', 'soon'], 2, 'It must be a number of seconds above 0'],
    [['assign', '203.0.113.10', '--timeout', '5 sec'], 2, 'Write it as 5s.'],
    [
      ['assign', '203.0.113.10', '--log-level', 'loud'],
      2,
      'Allowed choices are silent, error, warn, info, debug',
    ],
    [
      ['assign', '203.0.113.10', '--to', 'lb2'],
      2,
      "'lb2' is not the id of a Droplet: expected a number such as 12345678",
    ],
    [
      ['assign', '203.0.113.10', '--kind', 'elastic-ip'],
      2,
      'Allowed choices are digitalocean-reserved-ip',
    ],
    [
      ['assign', '203.0.113.10', '--config', '/nonexistent'],
      3,
      'Cannot read the config file /nonexistent: ENOENT',
    ],
    [
      ['release', '203.0.113.99'],
      3,
      'DigitalOcean knows no reserved IP 203.0.113.99 in this account',
    ],
    [['config', 'check'], 3, 'There is no config file at /etc/floatip/config.yaml'],
    [['cloud', '/nonexistent.yaml'], 3, 'Start from: floatip cloud --print-topology'],
    [['frobnicate'], 2, "unknown command 'frobnicate'"],
  ])('%j', async (args, code, message) => {
    const run = await attempt(args);
    expect({ code: run.code, writes: run.writes }).toEqual({ code, writes: 0 });
    expect(run.stderr).toMatch(/^floatip: /);
    expect(run.stderr).toContain(message);
    expect(run.stdout).toBe('');
  });

  it('an IP that is not in the account is refused by the cloud, and nothing changes', async () => {
    const run = await attempt(['assign', '203.0.113.99']);
    expect(run.code).toBe(3);
    expect(run.stderr).toBe(
      'floatip: 203.0.113.99: DigitalOcean knows no reserved IP 203.0.113.99 in this account (404). Check the IP, and that the token belongs to the account that owns it\n',
    );
  });

  it('no token', async () => {
    const run = await attempt(['assign', '203.0.113.10'], { DO_TOKEN: undefined });
    expect(run).toMatchObject({
      code: 3,
      stderr:
        'floatip: There is no API token. Set DO_TOKEN or DIGITALOCEAN_TOKEN, or name a file that holds it in providers.digitalocean.tokenFile. Or, for an address of Tencent Cloud, say --provider tencent; for an address of Hetzner Cloud, say --provider hetzner; for an address of AWS, say --provider aws; for an address of OpenStack, say --provider openstack\n',
    });
  });

  it.each([
    [
      'world-readable',
      0o644,
      token,
      'is open to every user of this host. Close it with: chmod o= ',
    ],
    ['empty', 0o600, '', 'is empty. Put the API token there'],
  ])('a token file that is %s', async (_what, mode, text, message) => {
    const file = temporaryFile('token', text, mode);
    const config = temporaryFile(
      'config.yaml',
      `providers: { digitalocean: { tokenFile: ${file} } }\n${web}\n`,
    );
    for (const args of [['assign', 'web'], ['status'], ['config', 'check']]) {
      const run = await attempt([...args, '--config', config]);
      expect({ code: run.code, writes: run.writes }).toEqual({ code: 3, writes: 0 });
      expect(run.stderr).toContain(message);
    }
  });

  it('a name that is not in the config', async () => {
    const run = await attempt(['assign', 'wbe'], { FLOATIP_CONFIG: temporaryFile('c.yaml', web) });
    expect(run).toMatchObject({
      code: 3,
      stderr: "floatip: No address in the config is called 'wbe'. Use one of web, or an IP\n",
    });
  });

  it.each([
    ['--kind', 'tencent-eip'],
    ['--kind', 'digitalocean-reserved-ipv6'],
    ['--provider', 'tencent'],
  ])('%s %s beside a name that the config knows better', async (option, value) => {
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', web) };
    expect(await attempt(['assign', 'web', option, value], env)).toMatchObject({
      code: 2,
      writes: 0,
      stderr: `floatip: web is a digitalocean-reserved-ip in the config. Leave ${option} out\n`,
    });
  });

  it('takes what agrees with the config', async () => {
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', web) };
    const args = ['--provider', 'digitalocean', '--kind', 'digitalocean-reserved-ip'];
    expect((await attempt(['assign', 'web', ...args], env)).code).toBe(0);
  });

  it('names the config of this run in what to do next', async () => {
    const config = temporaryFile('c.yaml', web);
    const clock = new FakeClock();
    const world = startInProcessCloud(clock);
    const fault = { type: 'hang' } as const;
    world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
    const args = ['assign', 'web', '--timeout', '3', '-c', config];
    const run = await runMain(args, { clock, world });
    expect(run.stderr).toContain(`. Look at it with: floatip status -c ${config} 203.0.113.10\n`);
  });

  it('tells programs as well', async () => {
    const run = await attempt(['assign', '203.0.113.10', '--json'], { DO_TOKEN: undefined });
    expect(JSON.parse(run.stdout)).toMatchObject({
      self: null,
      results: [],
      error: { class: 'config', message: 'There is no API token' },
    });
  });

  it('a bare call prints help and counts as a mistake', async () => {
    const run = await attempt([]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Usage: floatip [options] [command]');
  });
});

describe('floatip cloud', () => {
  it('says how to be a host of either cloud', async () => {
    const signal = AbortSignal.abort();
    const clock = new FakeClock();
    const path = temporaryFile(
      'cloud.yaml',
      exampleTopology.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:0'),
    );
    const run = await runMain(['cloud', path], {
      clock,
      world: startInProcessCloud(clock),
      signal,
    });
    expect(run.stdout).toMatch(/^Be Droplet 222 and take 203\.0\.113\.10:$/m);
    expect(run.stdout).toMatch(/^Be ins-lb200002 and take eip-web00001:$/m);
    expect(run.stdout).toMatch(
      /FLOATIP_TENCENT_METADATA=http:\S+ \\\n {2}floatip assign eip-web00001$/m,
    );
  });
});

describe('help', () => {
  const commands = [
    [],
    ['assign'],
    ['release'],
    ['status'],
    ['config'],
    ['config', 'check'],
    ['cloud'],
    ['demo'],
  ];

  it.each(commands)('%s has examples', async (...command) => {
    const run = await attempt([...command, '--help']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('Examples:');
    expect(run.stderr).toBe('');
  });

  it('--version tells the version of Node as well', async () => {
    const run = await attempt(['--version']);
    expect(run.stdout).toContain(`(node ${process.version})`);
  });
});

describe('floatip config', () => {
  it('check says that a config can be used', async () => {
    const path = temporaryFile('c.yaml', web);
    expect(await attempt(['config', 'check', '--config', path])).toMatchObject({
      code: 0,
      stdout: `${path}: can be used, 1 address\n  web 203.0.113.10 follows nothing\n`,
      stderr: `floatip: ${path}: no address has follow, so only assign and release touch them\n`,
    });
    const followed = temporaryFile('c.yaml', web.replace(' }', ', follow: VI_1 }'));
    expect(await attempt(['config', 'check', '--config', followed])).toMatchObject({
      stdout: `${followed}: can be used, 1 address\n  web 203.0.113.10 follows VI_1\n`,
      stderr: '',
    });
  });

  it('schema prints a JSON Schema that knows every key', async () => {
    const schema = JSON.parse((await attempt(['config', 'schema'])).stdout);
    expect(Object.keys(schema.properties)).toEqual([
      'cluster',
      'providers',
      'addresses',
      'leases',
      'hosts',
      'timing',
      'alerts',
      'peers',
      'doctor',
    ]);
  });
});
