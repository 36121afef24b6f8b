import { describe, expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';

const ip = '203.0.113.10';
const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${ip} }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:db8::10' }
`;

/** Runs a command line that is wrong: nothing is written to the cloud, and nothing said in silence. */
async function mistaken(...args: readonly string[]): Promise<MainRun> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', config) };
  const run = await runMain(args, { clock, world, env });
  const writes = world.cloud.received.list().filter(({ method }) => method !== 'GET');
  expect(writes).toEqual([]);
  return run;
}

describe('a command that is called otherwise', () => {
  it.each([
    ['move', 'floatip assign NAME'],
    ['failover', 'floatip assign NAME'],
    ['MOVE', 'floatip assign NAME'],
    ['unassign', 'floatip release NAME'],
    ['list', 'floatip status'],
    ['check', 'floatip config check'],
    ['diagnose', 'floatip doctor'],
    ['logs', 'floatip history'],
    ['daemon', 'floatip watch'],
    ['stop', 'systemctl stop'],
    ['sync', 'floatip reconcile'],
    ['setup', 'floatip init'],
    ['completions', 'floatip completion bash'],
    ['alerts', 'floatip alert test'],
    ['undo', 'floatip assign NAME --to NODE'],
    ['simulate', 'floatip cloud'],
    ['login', 'DO_TOKEN'],
    ['assign web', 'without quotes'],
    ['sudo', 'Write floatip once'],
    [ip, `floatip assign ${ip}`],
    ['frobnicate', 'floatip --help'],
  ])('%s is told with what to type: %s', async (word, says) => {
    for (const args of [[word], [word, 'web'], ['help', word]]) {
      const run = await mistaken(...args);
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toMatch(/^floatip: unknown command '.*'\. /);
      expect(run.stderr).toContain(says);
    }
  });

  it('of config as well', async () => {
    expect((await mistaken('config', 'validate')).stderr).toContain('floatip config check');
  });

  it('version is a command too', async () => {
    const run = await mistaken('version');
    expect(run).toEqual(await mistaken('--version'));
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(process.version) });
  });
});

describe('an option that is called otherwise', () => {
  it.each([
    [['-v'], 'floatip --version'],
    [['assign', ip, '-v'], '--log-level debug'],
    [['status', '--verbose'], '--log-level debug'],
    [['status', '-q'], '--log-level silent'],
    [['release', 'web', '--to', '111'], 'floatip assign NAME --to NODE'],
    [['assign', 'web', '--from', '111'], 'leave --from out'],
    [['assign', 'web', '--node', '111'], 'floatip assign NAME --to NODE'],
    [['release', 'web', '--droplet', '111'], 'floatip release NAME --from NODE'],
    [['assign', '--ip', ip], 'floatip assign NAME'],
    [['assign', 'web', '--force'], '--yes'],
    [['status', '-o', 'json'], '--json'],
    [['assign', 'web', '--region', 'nyc3'], 'TENCENTCLOUD_REGION'],
    [['history', '-n', '20'], 'floatip history --since 2h'],
    [['cloud', '--port', '99'], 'floatip cloud --print-topology'],
    [['assign', 'web', '-to', '111'], 'Write two hyphens: --to'],
    [['assign', 'web', '-dry-run'], 'Write two hyphens: --dry-run'],
    [['status', '-config', 'c.yaml'], 'Write two hyphens: --config FILE'],
    [['-c', 'c.yaml', 'status'], 'Write it behind the command: floatip status -c'],
    [['--timeout=30s', 'assign', 'web'], 'Write it behind the command: floatip assign --timeout=…'],
    [['assign', 'web', '--to', '111', '--to', '222'], 'It is one node, and 111 was named already'],
    [['release', 'web', '--from', '1', '--from=2'], 'It is one node, and 1 was named already'],
    [['assign', 'web', '--to', ''], 'It is empty: look whether a variable of the script is'],
    [['assign', 'web', '--config='], 'It is empty: look whether a variable of the script is'],
    [['assign', '2001:db8::99', '--provider', 'tencent'], 'floatip moves none of Tencent Cloud'],
    [['assign', '10.0.4.99', '--provider', 'digitalocean'], 'is a private IP'],
    [['status', '--json=yes'], 'It takes no value: write --json alone'],
    [['assign', 'web', '--dry-run=false'], 'It takes no value: write --dry-run alone'],
    [['config', 'check', '--config'], 'such as --config /etc/floatip/config.yaml'],
    [['config', 'check', '-c'], 'such as --config /etc/floatip/config.yaml'],
    [['assign', 'web', '--timeout'], 'such as --timeout 30s'],
    [['assign', 'web', '--kind'], 'such as --kind digitalocean-reserved-ip'],
    [['watch', '--listen'], 'such as --listen 127.0.0.1:9477'],
    [['history', '--frob'], 'floatip history --help'],
    [['config', 'check', '--frob'], 'floatip config check --help'],
  ])('%j is told with what to type: %s', async (args, says) => {
    const run = await mistaken(...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(says);
  });

  it.each(['--token=dop_v1_0123', '--secret=dop_v1_0123', '-t=dop_v1_0123', '--frob=dop_v1_0123'])(
    'is told without what stands behind it: %s',
    async (option) => {
      const run = await mistaken('assign', 'web', option);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain("unknown option '-");
      expect(run.stderr).not.toContain('dop_v1_0123');
    },
  );
});

describe('words that are too many or too few', () => {
  it.each([
    [['reconcile', 'web'], 'floatip assign NAME'],
    [['history', 'web'], 'floatip history --since 2h'],
    [['init', 'VI_1'], '--config FILE'],
    [['config', 'check', '/etc/floatip/config.yaml'], 'floatip config check --config FILE'],
    [['assign', 'web', '--timeout'], 'floatip assign --help'],
  ])('%j', async (args, says) => {
    const run = await mistaken(...args);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(says);
    expect(run.stderr).not.toContain('..');
  });
});

describe('what is no address', () => {
  it.each([
    [`${ip}:443`, `'${ip}:443' is an IP address with a port. Write only the address: ${ip}`],
    [`${ip}/32`, 'is an IP address with a prefix length'],
    ['fe80::1%eth0', 'is an IP address with a zone. Write only the address: fe80::1'],
    [`${ip},`, `Write only the address: ${ip}`],
    ['web,six', "'web,six' is several addresses in one word. Write blanks between them"],
    ['web six', 'Write blanks between them, and no quotes around: web six'],
    [`web\n${ip}`, `no quotes around: web ${ip}`],
    ['$WEB', 'is a variable that the shell has left as it is'],
    ['\u2014to', 'Type the hyphens anew: --to'],
    ['\u2013-dry-run', 'Type the hyphens anew: --dry-run'],
    ['help', 'the help is behind --help'],
    ['', 'One of the words is empty where an address is wanted'],
    ['lb.example.com', 'it is the name of a host, which floatip does not look up'],
    ['ins-1bmpb9tu', 'a node stands behind --to or --from'],
    ['12345678', 'a node stands behind --to or --from'],
    ['eni-1bmpb9tu', 'it is the id of something else'],
    ['EIP-EK0CDZ1G', 'Write it as the cloud does: eip-ek0cdz1g'],
    ['all', 'for all of them, say --all'],
  ])('%j', async (word, says) => {
    for (const command of ['assign', 'release', 'status']) {
      const run = await mistaken(command, word);
      expect([2, 3]).toContain(run.code);
      expect(run.stderr).toContain(says);
    }
  });
});

describe('--timeout', () => {
  it.each(['30', '30s', '500ms', '0.5m', '2m', '1m30s', '1h', '1d'])(
    'takes %s',
    async (timeout) => {
      const run = await mistaken('status', ip, '--timeout', timeout);
      expect(run.code).toBe(0);
    },
  );

  it.each(['0', '0s', '-1', '2d', 'soon', '', '30 s', '30sec', '1e999', '5 minutes'])(
    'refuses %j and says what it takes',
    async (timeout) => {
      const run = await mistaken('status', ip, `--timeout=${timeout}`);
      expect(run.code).toBe(2);
      expect(run.stderr).toContain('such as 500ms, 30s or 2m');
    },
  );

  it('means what it says', async () => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock);
    world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault: { type: 'hang' } });
    const run = await runMain(['assign', ip, '--timeout', '2500ms'], { clock, world });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('Out of time after 2.5 s');
  });
});

describe('--json', () => {
  const failing: readonly (readonly [readonly string[], number, string])[] = [
    [['assign', '--frob', '--json'], 2, 'usage'],
    [['assign', '--json'], 2, 'usage'],
    [['assign', '--json', '--timeout', 'soon'], 2, 'usage'],
    [['asign', '--json'], 2, 'usage'],
    [['--json'], 2, 'usage'],
    [['status', '--json', `${ip}:443`], 2, 'usage'],
    [['status', '--json', '-c', '/nonexistent'], 3, 'config'],
    [['history', '--json', 'web'], 2, 'usage'],
    [['history', '--json', '-c', '/nonexistent'], 3, 'config'],
    [['init', '--json'], 3, 'config'],
    [['init', '--json', '--policy', '-c', '/nonexistent'], 3, 'config'],
    [['cloud', '--json', '/nonexistent'], 3, 'config'],
    [['notify', '--json', 'INSTANCE'], 2, 'usage'],
    [['reconcile', '--json', '-c', '/nonexistent'], 3, 'config'],
    [['config', 'check', '--json'], 2, 'usage'],
  ];

  it.each(failing)('%j prints one object', async (args, code, failureClass) => {
    const run = await mistaken(...args);
    expect(run.code).toBe(code);
    expect(run.stdout).toMatch(/^\{"version":1,[^\n]*\}\n$/);
    expect(JSON.parse(run.stdout)).toMatchObject({
      error: { class: failureClass, message: expect.stringMatching(/\S/) },
    });
    expect(run.stderr).toMatch(/^floatip: /);
  });

  it.each([
    ['assign', 'web', '--json'],
    ['assign', 'web', '--dry-run', '--json'],
    ['status', '--json'],
    ['notify', 'INSTANCE', 'VI_1', 'BACKUP', '100', '--json'],
    ['reconcile', '--json'],
    ['init', '--policy', '--json'],
  ])('%s has its version first', async (...args) => {
    const clock = new FakeClock();
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', config) };
    const run = await runMain(args, { clock, world: startInProcessCloud(clock), env });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^\{"version":1,[^\n]*\}\n$/);
  });

  it('behind -- is a word like any other', async () => {
    expect((await mistaken('assign', '--', '--json')).stdout).toBe('');
  });
});

describe('an IP that no cloud moves', () => {
  it.each([
    [['assign', '::ffff:203.0.113.99'], 'Write it as IPv4: 203.0.113.99'],
    [['assign', '0:0:0:0:0:ffff:cb00:710a'], 'Write it as IPv4: 203.0.113.10'],
    [['assign', '0.0.0.0'], '0.0.0.0 is no address of any host, and no cloud moves one'],
    [['assign', '::'], ':: is no address of any host'],
    [['assign', '127.0.0.1'], '127.0.0.1 is a loopback address'],
    [['release', '::1'], '::1 is a loopback address'],
    [['status', '169.254.169.254'], '169.254.169.254 is a link-local address'],
    [['assign', 'fe80::1'], 'fe80::1 is a link-local address'],
    [['assign', '224.0.0.18'], '224.0.0.18 is a multicast address'],
    [['assign', 'ff02::12'], 'ff02::12 is a multicast address'],
    [['assign', '255.255.255.255'], '255.255.255.255 is the broadcast address'],
    [['assign', '240.0.0.1'], '240.0.0.1 is of a range that nobody may use'],
    [
      ['assign', '127.0.0.1', '--provider', 'tencent', '--kind', 'tencent-private-ip'],
      'a loopback',
    ],
  ])('is refused before anything is asked: %j, %s', async (args, says) => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock);
    const env = { FLOATIP_CONFIG: temporaryFile('c.yaml', config) };
    const run = await runMain(args, { clock, world, env });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(says);
    expect(world.cloud.received.list()).toEqual([]);
  });
});
