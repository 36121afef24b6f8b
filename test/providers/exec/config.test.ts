import { hostname } from 'node:os';

import { describe, expect, it } from 'vitest';

import { keepalivedHost } from '../../support/keepalived-host.ts';
import { holdWhileProgramsRun } from '../../support/program-time.ts';
import { shellProgram } from '../../support/program.ts';

const check = async (lines: string) => {
  const host = keepalivedHost(`addresses:\n${lines}\n`, undefined, { env: { DO_TOKEN: '' } });
  return await host.run('config check');
};

describe('an address that a program moves', () => {
  it.each([
    ['- { name: web, kind: exec, ip: 203.0.113.10, command: [/bin/x], follow: VI_1 }'],
    [
      "- { name: web, kind: exec, ip: '2001:db8::1', command: [/bin/x, --a], node: lb2, follow: VI_1 }",
    ],
    [
      '- { name: web, kind: exec, id: vip-1, command: [/bin/x], with: { a: { b: [1] } }, follow: VI_1 }',
    ],
    ['- { name: web, kind: exec, command: [/bin/x], follow: VI_1 }'],
  ])('may be: %s', async (line) => {
    expect(await check(line)).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    ['kind: exec, ip: 203.0.113.10', 'command'],
    ['kind: exec, command: /bin/x', 'a list of words such as [/usr/local/bin/my-cloud, --zone, b]'],
    ['kind: exec, command: []', 'begins with the absolute path of a program'],
    ['kind: exec, command: [my-cloud]', 'begins with the absolute path of a program'],
    ['kind: exec, command: [/bin/x], node: lb 2', 'the name of a node, without blanks'],
    ['kind: exec, command: [/bin/x], nod: lb2', "'nod'"],
    ['kind: exec, command: [/bin/x], guest: { interface: eth0 }', 'guest needs ip in it'],
  ])('may not be: %s', async (fields, why) => {
    const { code, stderr } = await check(`- { name: web, ${fields} }`);
    expect(code).toBe(3);
    expect(stderr).toContain(why);
    expect(stderr).toMatch(/config\.yaml:2/);
  });

  it('is of one node with all others, as a host is', async () => {
    const { code, stderr } = await check(
      '- { name: a, kind: exec, command: [/bin/x], node: lb1 }\n- { name: b, kind: exec, command: [/bin/y] }',
    );
    expect({ code, stderr }).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('this host is lb1 by a, and the host name by b'),
    });
  });

  it('has the host name for its node, where the config does not say', async () => {
    const program = shellProgram(`echo '{"readings":[{"name":"web","owner":"${hostname()}"}]}'`);
    const host = keepalivedHost(`addresses: [{ name: web, kind: exec, command: [${program}] }]\n`);
    holdWhileProgramsRun(host.clock);
    const { stdout } = await host.run('status --json');
    expect(JSON.parse(stdout)).toMatchObject({
      self: { provider: 'exec', node: hostname() },
      addresses: [{ name: 'web', owner: { self: true }, verdict: 'ok' }],
    });
  });

  it('has to be in the config', async () => {
    const host = keepalivedHost('addresses: [{ name: web, kind: exec, command: [/bin/x] }]\n');
    const { code, stderr } = await host.run('assign 203.0.113.10');
    expect(code).toBe(2);
    expect(stderr).toContain('only the config says which program moves an address. List it: {');
  });

  it('needs no right of floatip, and no embedded cloud', async () => {
    const host = keepalivedHost('addresses: [{ name: web, kind: exec, command: [/bin/x] }]\n');
    expect((await host.run('init --policy')).stdout).toContain('Your own program: nothing');
    expect(await host.run('demo --cloud exec')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('docs/clouds/exec.md'),
    });
  });
});
