import { describe, expect, it } from 'vitest';

import { loadConfig } from '../support/clouds.ts';
import { temporaryFile } from '../support/temporary.ts';
import { token } from '../support/token.ts';

async function load(text: string, env: Record<string, string> = {}) {
  return await loadConfig({ path: temporaryFile('config.yaml', text), env });
}

async function endpointIn(loading: ReturnType<typeof load>): Promise<unknown> {
  const { settings } = await (await loading).cloud('digitalocean');
  return 'endpoint' in settings ? settings.endpoint : undefined;
}

/** The problems of a file, without the name of the file. */
async function problems(text: string): Promise<string> {
  const error = await load(text).then(
    () => new Error('It was accepted'),
    (thrown: unknown) => thrown,
  );
  return (error as Error).message.replaceAll(/^.*config\.yaml:/gm, '');
}

describe('loadConfig()', () => {
  it('reads what the file says, and defaults for the rest', async () => {
    const config = await load(`
cluster: prod-lb
providers:
  digitalocean:
    tokenFile: /etc/floatip/do_token
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }
  - { name: six, kind: digitalocean-reserved-ipv6, ip: '2001:DB8:0::10' }
timing: { request: 500ms, deadline: 2m }
`);
    expect(config).toMatchObject({
      cluster: 'prod-lb',
      addresses: [
        { name: 'web', ip: '203.0.113.10', follow: 'VI_1' },
        { name: 'six', ip: '2001:db8::10' },
      ],
      timing: { requestMs: 500, deadlineMs: 120_000, intervalMs: 10_000 },
    });
    expect((await config.cloud('digitalocean')).settings).toEqual({
      tokenFile: '/etc/floatip/do_token',
      endpoint: 'https://api.digitalocean.com',
      metadata: 'http://169.254.169.254',
    });
  });

  it('lets the environment override the file', async () => {
    const file = 'providers: { digitalocean: { endpoint: https://file.test } }';
    const env = { FLOATIP_DIGITALOCEAN_ENDPOINT: 'https://environment.test/' };
    expect(await endpointIn(load(file, env))).toBe('https://environment.test');
    expect(await endpointIn(load(file))).toBe('https://file.test');
  });

  it('takes the file of the flag before that of the environment', async () => {
    const flag = temporaryFile('flag.yaml', 'cluster: flag');
    const variable = temporaryFile('variable.yaml', 'cluster: variable');
    const env = { FLOATIP_CONFIG: variable };
    expect((await loadConfig({ path: flag, env })).cluster).toBe('flag');
    expect((await loadConfig({ path: undefined, env })).cluster).toBe('variable');
  });

  it('accepts an empty file', async () => {
    expect((await load('')).addresses).toEqual([]);
  });

  it.each([
    [
      'an unknown key at the top',
      'cluster: a\nadresses: []\n',
      "2: unknown key 'adresses' in the file: expected one of cluster, providers, addresses, leases, hosts, timing, alerts, peers, doctor; did you mean addresses?",
    ],
    [
      'an unknown key of an address',
      'addresses:\n  - name: web\n    kind: digitalocean-reserved-ip\n    ip: 203.0.113.10\n    folow: VI_1\n',
      "5: unknown key 'folow' in addresses.0 (web): expected one of name, follow, vip, guest, after, probe, kind, ip; did you mean follow?",
    ],
    [
      'an unknown kind',
      'addresses:\n  - { name: web, kind: elastic-ip, ip: 203.0.113.10 }\n',
      '2: addresses.0.kind (web) must be one of digitalocean-reserved-ip, digitalocean-reserved-ipv6, tencent-eip, tencent-havip, tencent-private-ip, hetzner-floating-ip, aws-eip, aws-private-ip, aws-route, openstack-floating-ip, openstack-vip-port, exec: current value is "elastic-ip"',
    ],
    [
      'a malformed IP',
      'addresses:\n  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113 }\n',
      '2: addresses.0.ip (web) must be an IPv4 address such as 203.0.113.10: current value is "203.0.113"',
    ],
    [
      'an IPv6 address where IPv4 is meant',
      "addresses:\n  - { name: web, kind: digitalocean-reserved-ip, ip: '2001:db8::1' }\n",
      '2: addresses.0.ip (web) must be an IPv4 address such as 203.0.113.10: current value is "2001:db8::1"; for IPv6 the kind is digitalocean-reserved-ipv6',
    ],
    [
      'a missing IP',
      'addresses:\n  - name: web\n    kind: digitalocean-reserved-ip\n',
      '2: addresses.0.ip (web) must be there: it is missing',
    ],
    [
      'a duplicate name',
      'addresses:\n  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }\n  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.11 }\n',
      "3: duplicate name 'web': addresses.0 has it already, give this one another",
    ],
    [
      'a duplicate IP in another spelling',
      "addresses:\n  - { name: a, kind: digitalocean-reserved-ipv6, ip: '2001:db8::1' }\n  - { name: b, kind: digitalocean-reserved-ipv6, ip: '2001:DB8:0::1' }\n",
      "3: duplicate ip '2001:db8::1': addresses.0 (a) has it already, give this one another",
    ],
    [
      'a duration without a unit',
      'timing:\n  request: "5"\n',
      '2: timing.request must be a duration such as 500ms, 5s or 2m: current value is "5"; add its unit: 5s for seconds, 5ms for milliseconds',
    ],
    [
      'an interval of doctor that is too short',
      'doctor: { interval: 30s }\n',
      '1: doctor.interval must be never, or a duration of at least a minute, such as 60m: current value is "30s"',
    ],
    [
      'a place to measure from that is only a port',
      "doctor: { jitter: '9477' }\n",
      '1: doctor.jitter must be an IP of this host and a port, such as 10.0.0.2:9477, or [fd00::2]:9477: current value is "9477"',
    ],
    [
      'a place to measure from with a port that there is none',
      'doctor: { jitter: 10.0.0.2:94770 }\n',
      '1: doctor.jitter must be an IP of this host and a port, such as 10.0.0.2:9477, or [fd00::2]:9477: current value is "10.0.0.2:94770"',
    ],
    [
      'an alias without its anchor',
      'addresses:\n  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: *VI_1 }\n',
      '2: there is no anchor &VI_1 above for the alias *VI_1: put it in quotes if it is a name',
    ],
    [
      'a name that is the IP of something else',
      'addresses:\n  - { name: 203.0.113.11, kind: digitalocean-reserved-ip, ip: 203.0.113.10 }\n',
      "2: the name '203.0.113.11' is another IP than 203.0.113.10: give this address a name of its own",
    ],
    [
      'a relative path',
      'providers: { digitalocean: { tokenFile: do_token } }\n',
      '1: providers.digitalocean.tokenFile must be an absolute path: its current value is not shown',
    ],
    [
      'an EIP that nothing names',
      'addresses:\n  - { name: pub, kind: tencent-eip }\n',
      '2: pub needs an id or an ip: give one of them',
    ],
    [
      'the id of something else',
      'addresses:\n  - { name: pub, kind: tencent-eip, id: havip-9o233uri }\n',
      '2: addresses.0.id (pub) must be an id such as eip-ek0cdz1g: current value is "havip-9o233uri"; this is the id of a tencent-havip',
    ],
    [
      'a network interface without a private IP',
      'addresses:\n  - { name: pub, kind: tencent-eip, id: eip-ek0cdz1g, networkInterface: eni-jyhoxx61 }\n',
      '2: networkInterface and privateIp go together: give both, or neither',
    ],
    [
      'a duplicate id',
      'addresses:\n  - { name: a, kind: tencent-eip, id: eip-ek0cdz1g }\n  - { name: b, kind: tencent-eip, id: eip-ek0cdz1g }\n',
      "3: duplicate id 'eip-ek0cdz1g': addresses.0 (a) has it already, give this one another",
    ],
    [
      'a HAVIP without an interface',
      'addresses:\n  - { name: vip, kind: tencent-havip, id: havip-9o233uri }\n',
      '2: addresses.0.interface (vip) must be there: it is missing',
    ],
    [
      'an EIP that is to be in two places',
      'addresses:\n  - { name: pub, kind: tencent-eip, ip: 203.0.113.20 }\n  - { name: vip, kind: tencent-havip, id: havip-9o233uri, interface: eth0, eip: 203.0.113.20 }\n',
      '3: 203.0.113.20 is listed as an address of its own as well: leave one of them out',
    ],
    [
      'half a key pair',
      'providers: { tencent: { credentials: { secretIdFile: /etc/floatip/id } } }\n',
      '1: providers.tencent.credentials must be role, or { secretIdFile, secretKeyFile }: current value is a map',
    ],
    [
      'two documents',
      'cluster: a\n---\ncluster: b\n',
      '2: a second document begins here: the file has to be one, remove this ---',
    ],
    [
      'a duration of nothing',
      'timing: { deadline: 0s }\n',
      '1: timing.deadline must be a duration of at least 1ms: current value is "0s"',
    ],
    [
      'a number for a duration',
      'timing: { deadline: 60 }\n',
      '1: timing.deadline must be a duration such as 500ms, 5s or 2m: current value is 60; add its unit: 60s for seconds, 60ms for milliseconds',
    ],
    [
      'a list for a map',
      '- a\n',
      "1: the file must be a map of keys and values: put a key in front of the list, as in 'addresses:'",
    ],
    [
      'broken YAML',
      'addresses: [\n',
      '1: the [ that opens here is not closed: put ] where it ends, and indent what is in it',
    ],
    [
      'a key given twice',
      'cluster: a\ncluster: b\n',
      "2: 'cluster' is given twice: it stands in line 1 already, remove one of them",
    ],
  ])('refuses %s with line and expectation', async (_what, text, problem) => {
    expect(await problems(text)).toBe(problem);
  });

  it('tells all problems at once', async () => {
    expect(
      (await problems('a: 1\naddresses: {}\ntiming: { request: x }\n')).split('\n'),
    ).toHaveLength(3);
  });

  it('tells what no schema can say beside what it says, by line', async () => {
    const told = await problems(`addresses:
  - { name: one, kind: digitalocean-reserved-ip, ip: 203.0.113 }
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { lease: web } }
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.11, vip: 10.0.4.99 }
timing: { request: 5 }
`);
    expect(told.split('\n').map((line) => /^\d+: [^,:]+/.exec(line)?.[0])).toEqual([
      '2: addresses.0.ip (one) must be an IPv4 address such as 203.0.113.10',
      '3: web follows a lease',
      "4: duplicate name 'web'",
      '4: vip needs follow beside it',
      '5: timing.request must be a duration such as 500ms',
    ]);
    expect(told).toContain("duplicate name 'web': addresses.1 has it already");
  });

  it('does not take a lease for missing where what is wrong is in leases', async () => {
    const told = await problems(`addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { lease: web } }
leases: { etcd: { endpoint: [https://10.0.0.1:2379] } }
`);
    expect(told).toContain("unknown key 'endpoint'");
    expect(told).not.toContain('needs leases');
  });

  it('does not print what may be a token in the wrong place', async () => {
    const told = await problems(
      `providers:\n  digitalocean:\n    tokenFile: { ${token}: 1 }\n    token: ${token}\n`,
    );
    expect(told).toContain("4: unknown key 'token' in providers.digitalocean");
    expect(told).not.toContain(token);
  });

  it.each([
    ['credentials', 'providers: { tencent: { credentials: SECRET } }'],
    ['an endpoint', 'providers: { digitalocean: { endpoint: SECRET } }'],
    ['a duration', 'timing: { request: SECRET }'],
    ['an IP', 'addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: SECRET }]'],
    ['a name', 'addresses: [{ name: SECRET, kind: digitalocean-reserved-ip }]'],
    ['a key', 'SECRET: 1'],
    ['an alias', 'cluster: *SECRET'],
    ['a block', 'cluster: |SECRET'],
  ])('does not print what looks like a secret where %s belongs', async (_what, text) => {
    for (const secret of [`dop_v1_${'0a1b2c3d'.repeat(8)}`, `AKID${'z8krbsJ5'.repeat(4)}`]) {
      const told = await problems(text.replace('SECRET', secret));
      expect(told).not.toBe('It was accepted');
      expect(told).not.toContain(secret);
    }
  });

  it('does not print what stands where credentials belong, whatever it looks like', async () => {
    expect(await problems('providers: { tencent: { credentials: Gu5t9xGARNpq86cd } }')).toBe(
      '1: providers.tencent.credentials must be role, or { secretIdFile, secretKeyFile }: its current value is not shown',
    );
  });

  it.each([
    ['http://api.test', 'expected https, because the token travels there'],
    ['https://api.test/v2', 'expected a base URL without a path'],
    ['https://user:pass@api.test', 'expected a base URL without a user name or password'],
    ['api.test', 'expected a base URL such as https://host'],
    ['ftp://api.test', 'expected a base URL such as https://host'],
  ])('refuses the endpoint %s', async (endpoint, problem) => {
    const env = { FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint };
    await expect(load('', env)).rejects.toThrow(`FLOATIP_DIGITALOCEAN_ENDPOINT: ${problem}`);
  });

  it.each([
    'https://user:hunter2@api.test',
    'ftp://user:hunter2@api.test',
    'user:hunter2@api.test',
    'https://user:hunter2@api test',
    'https:/user:hunter2@:::',
  ])('does not print the password in the endpoint %s', async (endpoint) => {
    const told = await problems(`providers: { digitalocean: { endpoint: '${endpoint}' } }`);
    expect(told).toContain('expected a base URL');
    expect(told).not.toContain('hunter2');
  });

  it.each([
    ['http://127.0.0.1:8080', {}],
    ['http://localhost:8080', {}],
    ['http://[::1]:8080', {}],
    ['http://api.test', { FLOATIP_ALLOW_HTTP: '1' }],
  ])('accepts the endpoint %s', async (endpoint, more) => {
    const env = { FLOATIP_DIGITALOCEAN_ENDPOINT: endpoint, ...more };
    expect(await endpointIn(load('', env))).toBe(endpoint);
  });

  it('refuses a proxy that it could not use, without showing it', async () => {
    const broken = load('', { HTTPS_PROXY: 'user:secret@:::' });
    await expect(broken).rejects.toThrow('HTTPS_PROXY: expected the URL of an HTTP proxy');
    await expect(broken).rejects.not.toThrow('secret');
  });

  it.each([
    ['/nonexistent/config.yaml', 'ENOENT'],
    ['/dev/null/config.yaml', 'ENOTDIR'],
  ])('says what to do about a file that cannot be read: %s', async (path, why) => {
    await expect(loadConfig({ path, env: {} })).rejects.toMatchObject({
      class: 'config',
      message: `Cannot read the config file ${path}: ${why}`,
      hint: 'Check the path and that this user may read it',
    });
  });
});
