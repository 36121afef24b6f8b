import { describe, expect, it } from 'vitest';

import { explainFailure } from '../../src/cli/print/explain.ts';
import { Failure } from '../../src/ports/failure.ts';
import { loadConfig } from '../support/clouds.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';

/** As an operator reads it, without the name of the file. */
async function told(text: string): Promise<string> {
  const error = await loadConfig({ path: temporaryFile('config.yaml', text), env: {} }).then(
    () => new Failure('config', 'It was accepted'),
    (thrown: unknown) => thrown,
  );
  return explainFailure(error as Failure).replaceAll(/^floatip: .*config\.yaml:/gm, '');
}

const web = '  - name: web\n    kind: digitalocean-reserved-ip\n';

function withIp(ip: string, kind = 'digitalocean-reserved-ip'): string {
  return `addresses: [{ name: web, kind: ${kind}, ip: ${ip} }]\n`;
}

function withFollow(follow: string): string {
  return `addresses:\n${web}    ip: 203.0.113.10\n    follow: ${follow}\n`;
}

function withTokenFile(path: string): string {
  return `providers: { digitalocean: { tokenFile: '${path}' } }\n`;
}

describe('a mistake in the config', () => {
  it.each([
    [
      'an unclosed brace',
      'addresses:\n  - { name: web, kind: x\ntiming: {}\n',
      '2: the { that opens here is not closed: put } where it ends',
    ],
    [
      'an unclosed bracket around closed braces',
      'addresses: [{ name: a }\ntiming: {}\n',
      '1: the [ that opens here is not closed',
    ],
    ['the wrong bracket', '{ cluster: a, addresses: [} }\n', 'put ] in place of }'],
    ['a bracket too many', 'addresses: []]\n', '1: there is one ] too many here: remove it'],
    ['an unclosed quote', `addresses:\n  - name: 'web\n    kind: x\n`, '2: the quote that opens'],
    ['a quote in quotes', withFollow(`'O'Brien'`), '5: the quotes end before this'],
    [
      'a key that stands too far left',
      'addresses:\n  - name: web\n   kind: x\n    ip: 203.0.113.10\n',
      "3: this line is indented by 3 spaces: indent it by 4 spaces, like 'name' in line 2",
    ],
    [
      'a key below a hyphen',
      'addresses:\n  - name: web\n  kind: x\n',
      "3: this line is indented by 2 spaces: indent it by 4 spaces, like 'name' in line 2",
    ],
    [
      'a key that stands too far right',
      'cluster: a\n  timing: {}\n',
      "2: this line is indented by 2 spaces: begin it in the first column, like 'cluster' in line 1",
    ],
    [
      'a hyphen that stands too far right',
      'addresses:\n - name: web\n   kind: x\n  - name: b\n',
      '4: this line is indented by 2 spaces: indent it by 1 space, like the hyphen in line 2',
    ],
    ['a list among keys', 'addresses:\n  name: web\n  - name: b\n', '3: a list begins here in the'],
    ['a tab', 'addresses:\n\t- name: web\n', '2: this line is indented by a tab: use spaces'],
    [
      'a key given twice',
      `addresses:\n${web}    name: b\n`,
      "4: 'name' is given twice: it stands in line 2 already, remove one of them",
    ],
    ['two documents', 'cluster: a\n---\ncluster: b\n', '2: a second document begins here'],
    ['no space after a colon', 'cluster:prod\naddresses: []\n', '1: there has to be a space after'],
    ['the same in braces', 'timing: {request:5s}\n', "put a space after the colon: 'request: …'"],
    [
      'no space after a hyphen',
      'addresses:\n  -name: web\n   kind: x\n',
      '2: there has to be a sp',
    ],
    [
      'no colon',
      'addresses:\n  - name web\n    kind: x\n',
      "a space after 'name', as in 'name: …'",
    ],
    ['an equals sign', 'cluster = prod\n', "write 'cluster: …' instead of 'cluster = …'"],
    ['a colon in a value', 'cluster: a: b\n', "1: a value with ': ' in it needs quotes around it"],
    ['a value that begins with @', 'cluster: @prod\n', 'a value that begins with @ needs quotes'],
    ['a backslash', 'cluster: "C:\\dir"\n', '1: a backslash means something else'],
    [
      'a full-width colon',
      'addresses：\n  - { name: web }\n',
      "1: '：' is a full-width colon: type ':'",
    ],
    ['a full-width comma', 'addresses: [{ name: web， kind: x }]\n', "'，' is a full-width comma"],
    [
      'full-width brackets',
      'addresses:\n  - （name: web）\n',
      "'（' is a full-width bracket: type '('",
    ],
    [
      'full-width braces',
      'addresses:\n  - ｛ name: web ｝\n',
      "'｛' is a full-width brace: type '{'",
    ],
    ['full-width digits', withIp('203.0.113.１0'), "'１' is a full-width character: type '1'"],
    ['curly quotes', withFollow('“VI_1”'), `5: '“' is a typographic quote: type '"' instead`],
    ['a no-break space', 'cluster:\u00A0prod\ntiming: {}\n', 'a space here that is none (U+00A0)'],
    ['the same as indentation', `addresses:\n\u00A0\u00A0- name: web\n`, '(U+00A0)'],
    ['an invisible character', withFollow('VI_1\u200B'), 'an invisible character here (U+200B)'],
    ['a comma at the end of a line', withFollow('VI_1,'), '5: the comma at the end'],
    ['yes for a name', withFollow('yes'), '5: nothing here is yes or not: put it in quotes'],
    ['a number for a name', withFollow('51'), 'not its virtual_router_id; if it is called so, put'],
    ['nothing for a name', withFollow(''), 'it is empty; name the VRRP instance, as in VI_1'],
    ['true for a name', withFollow('true'), 'current value is true; name the VRRP instance'],
    ['a number for a cluster', 'cluster: 010\n', "current value is 010; put it in quotes: '010'"],
    ['an IP as a number', withIp('3405803786'), 'write it with its dots: 203.0.113.10'],
    ['half an IP', withIp('203.0'), 'current value is 203.0; write it with its dots'],
    ['IPv6 in the v4 kind', withIp('2001:db8::1'), 'the kind is digitalocean-reserved-ipv6'],
    [
      'IPv4 in the v6 kind',
      withIp('203.0.113.10', 'digitalocean-reserved-ipv6'),
      'for IPv4 the kind is digitalocean-reserved-ip\n',
    ],
    ['IPv6 in an EIP', withIp('2001:db8::1', 'tencent-eip'), 'no kind of Tencent Cloud takes IPv6'],
    ['a port', withIp('203.0.113.10:443'), 'leave the port out: 203.0.113.10'],
    ['a prefix length', withIp('203.0.113.10/32'), 'leave the prefix length out: 203.0.113.10'],
    ['a netmask', withIp('203.0.113.10/255.255.255.255'), 'leave the network mask out'],
    ['a zone', withIp('fe80::1%eth0', 'digitalocean-reserved-ipv6'), 'leave the zone out: fe80::1'],
    [
      'brackets and a port',
      withIp(`'[2001:db8::1]:443'`, 'digitalocean-reserved-ipv6'),
      'leave the port out: 2001:db8::1',
    ],
    [
      'zeros in front',
      withIp('203.0.113.010'),
      'leave the zeros in front of its numbers out: 203.0.113.10',
    ],
    ['a number too large', withIp('203.0.113.300'), 'each of its four numbers is 255 at most'],
    ['a host name', withIp('web.example.org'), 'a host name is not looked up'],
    ['a map for a list', 'addresses: { web: {} }\n', 'begin each item of it with a hyphen'],
    [
      'a list for a map',
      'timing:\n  - request: 5s\n',
      'timing must be a map: current value is a list',
    ],
    ['an empty section', 'providers:\n', 'providers must be a map: it is empty'],
    [
      'an unknown alias',
      withFollow('*VI_1'),
      '5: there is no anchor &VI_1 above for the alias *VI_1',
    ],
    ['a tag', withFollow('!env VI_1'), '5: the tag !env means nothing here: leave it out'],
    [
      'two keys on a line',
      'addresses:\n  - name: web kind: x\n',
      "2: 'kind' has to begin a line of",
    ],
    ['no comma', 'addresses: [{ name: web kind: x }]\n', "there has to be a comma before 'kind:'"],
    ['a semicolon', 'addresses: [{ name: web; kind: x }]\n', 'write , instead of ;'],
    ['round brackets', 'addresses:\n  - ( name: web, kind: x )\n', 'write { … } instead of ( … )'],
    [
      'a list behind its key',
      'addresses: - name: web\n',
      'a list has to begin on a line of its own',
    ],
    ['a star for a hyphen', 'addresses:\n  * name: web\n', 'write - instead'],
    ['a bullet for a hyphen', 'addresses:\n  • name: web\n', "type '-' instead"],
    [
      'a comment in braces',
      'addresses: [{ name: web, follow: #1 }]\n',
      'what follows # is a comment',
    ],
    ['a colon at the end', withIp('2001:db8::'), 'a value that ends in a colon needs quotes'],
    ['a block that is none', 'cluster: >prod\n', 'a value that begins with | or > needs quotes'],
    ['a variable', withFollow('${INSTANCE}'), 'no variable is filled in here'],
    ['a merge conflict', 'cluster: a\n<<<<<<< HEAD\ntiming: {}\n=======\n', '2: git left a merge'],
    ['UTF-16', Buffer.from('cluster: a\n', 'utf16le').toString(), 'save it as UTF-8'],
    ['a merge key with text', 'cluster: a\ntiming: { <<: web }\n', '<< takes the alias of a map'],
    ['a key with a capital', 'Addresses: []\n', 'did you mean addresses?'],
    ['a key with a typo', 'timing: { intervall: 5s }\n', 'did you mean interval?'],
    [
      'a kind with capitals',
      'addresses: [{ name: web, kind: DigitalOcean-Reserved-IP, ip: 203.0.113.10 }]\n',
      'did you mean digitalocean-reserved-ip?',
    ],
    ['a semicolon at the end', withFollow('VI_1;'), '5: the semicolon at the end is taken for a'],
    ['a brace at the end', withFollow('VI_1 {'), '5: the brace at the end is taken for a part'],
    ['title marks', withFollow('《VI_1》'), "5: '《' is the bracket of a title: leave it out"],
    ['a placeholder', withFollow('<VI_1>'), '5: this is the place of a value: write the value'],
    ['a list for a name', withFollow('[VI_1]'), 'follows one name: write it without brackets'],
    [
      'an anchor',
      withFollow('&VI_1'),
      "as & gives a name to what follows; put it in quotes if it is a name: '&VI_1'",
    ],
    [
      'a comment',
      withFollow('#VI_1'),
      "as # begins a comment; put it in quotes if it is a name: '#VI_1'",
    ],
    ['a tilde in a path', withTokenFile('~/tok'), 'with the folder written out in place of ~'],
    ['a variable in a path', withTokenFile('$HOME/tok'), 'written out in place of the variable'],
    ['a URL for a path', withTokenFile('file:///tok'), 'an absolute path, without file: in front'],
    ['an IPv4 address as IPv6', withIp('::ffff:203.0.113.10'), 'write it as IPv4: 203.0.113.10'],
  ])('is told in words that say what to do: %s', async (_what, text, sentence) => {
    expect(await told(text)).toContain(sentence);
  });

  it.each([
    ['5sec', 'write it as 5s'],
    ['5 s', 'write it as 5s'],
    ['5S', 'write it as 5s'],
    ['5秒', 'write it as 5s'],
    ['1m30s', 'write it as 90s'],
    ['500 ms', 'write it as 500ms'],
    ['1.5 minutes', 'write it as 90s'],
    ['2h', 'write it as 120m'],
    ['PT1M', 'write it as 1m'],
    ['5', 'add its unit: 5s for seconds, 5ms for milliseconds'],
  ])('is told as a duration that floatip knows: %s', async (text, advice) => {
    expect(await told(`timing: { request: ${text} }\n`)).toContain(`; ${advice}\n`);
  });

  it.each(['follow', 'name'])('is refused where a file is of another encoding: %s', async (key) => {
    const bytes = Buffer.concat([
      Buffer.from(`addresses:\n  - ${key}: "`),
      Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
      Buffer.from('"\n'),
    ]);
    const error: unknown = await loadConfig({
      path: temporaryFile('config.yaml', bytes),
      env: {},
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining(':2: the file is not in UTF-8'),
    });
  });

  it('is shown, with a caret below it', async () => {
    expect(await told('addresses:\n  - name: web\n   kind: x\n')).toBe(
      "3: this line is indented by 3 spaces: indent it by 4 spaces, like 'name' in line 2\n" +
        '       kind: x\n' +
        '       ^\n',
    );
    expect(await told(`addresses:\n${web}    ip: 203.0.113.10:443\n`)).toContain(
      '\n        ip: 203.0.113.10:443\n        ^\n',
    );
  });

  it('is marked where it stands behind characters of double width', async () => {
    expect(await told('cluster: 生产，\n')).toContain(
      '    cluster: 生产，\n             \u3000\u3000^\n',
    );
  });

  it('does not show a line that may hold a secret', async () => {
    const secret = 'Gu5t9xGARNpq86cd';
    for (const text of [
      `providers: { tencent: { credentials: ${secret} } }\n`,
      `providers:\n  tencent:\n    credentials:\n      ${secret}\n`,
      `providers:\n\tdigitalocean: { apiToken: ${secret} }\n`,
      `cluster: ${secret}：\n`,
    ]) {
      expect(await told(text)).not.toContain(secret);
    }
  });

  it('is shown in part where its line is long', async () => {
    const lines = (await told(`cluster: ${'a '.repeat(200)}：\n`)).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(120);
  });

  it('leaves alone what is written as it is meant', async () => {
    const { addresses } = await loadConfig({
      path: temporaryFile(
        'config.yaml',
        `\uFEFF# 配置，用于故障转移\r\nx-common: &common { kind: digitalocean-reserved-ip, follow: '“VI” 1，' }\r\naddresses:\r\n  - { <<: *common, name: web, ip: 203.0.113.10 }\r\n  - { <<: *common, name: api, ip: 203.0.113.11, follow: 'yes' }\r\n`,
      ),
      env: {},
    });
    const common = { cloud: 'digitalocean', kind: 'digitalocean-reserved-ip' };
    expect(addresses).toEqual([
      { ...common, name: 'web', ip: '203.0.113.10', follow: '“VI” 1，' },
      { ...common, name: 'api', ip: '203.0.113.11', follow: 'yes' },
    ]);
  });

  it('names what a merge key brought', async () => {
    const text = `addresses:\n  - &a { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10/32 }\n  - { <<: *a, name: api }\n`;
    expect(await told(text)).toContain(
      '3: addresses.1.ip (api) must be an IPv4 address such as 203.0.113.10: current value is "203.0.113.10/32"',
    );
  });
});

describe('floatip config check', () => {
  async function warned(text: string): Promise<string> {
    const clock = new FakeClock();
    const path = temporaryFile('config.yaml', text);
    const env = { TENCENTCLOUD_SECRET_ID: 'id', TENCENTCLOUD_SECRET_KEY: 'key' };
    const world = startInProcessCloud(clock);
    const run = await runMain(['config', 'check', '-c', path], { clock, world, env });
    expect(run.code).toBe(0);
    return run.stderr;
  }

  it.each([
    [
      'an empty file',
      '',
      'lists no address, so hooks, cron and floatip watch do nothing: list one',
    ],
    [
      'an interface that is not there',
      'addresses: [{ name: vip, kind: tencent-havip, id: havip-9o233uri, interface: eth99 }]\n',
      'vip is announced on eth99, and this host has no such interface: it has ',
    ],
    ...['10.0.0.1', '127.0.0.1', '0.0.0.0'].map((ip) => [
      `a reserved IP that is ${ip}`,
      `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: ${ip} }]\n`,
      `web is a digitalocean-reserved-ip, which is never an IP such as ${ip}`,
    ]),
    ['a deadline of nothing', 'timing: { deadline: 1ms }\n', 'timing.deadline of 0.001 s'],
    ['a request of nothing', 'timing: { request: 1ms }\n', 'timing.request of 0.001 s'],
    ['an interval of nothing', 'timing: { interval: 1ms }\n', 'timing.interval of 0.001 s'],
  ])('warns of %s', async (_what, text, warning) => {
    expect(await warned(text)).toContain(warning);
  });

  it('names every secret that cannot be used, each with what to do', async () => {
    const clock = new FakeClock();
    const path = temporaryFile(
      'config.yaml',
      `providers:
  digitalocean: { tokenFile: /nonexistent/do_token }
  hetzner: { tokenFile: /nonexistent/hcloud_token }
alerts: { channels: [{ name: s, type: slack, urlFile: /nonexistent/slack_url }] }
`,
    );
    const world = startInProcessCloud(clock);
    const env = { DO_TOKEN: undefined };
    const run = await runMain(['config', 'check', '-c', path], { clock, world, env });
    expect(run.code).toBe(3);
    const lines = run.stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const [index, file] of ['do_token', 'hcloud_token', 'slack_url'].entries())
      expect(lines[index]).toMatch(RegExp(`^floatip: .*/nonexistent/${file}.*\\. [A-Z]`));
  });
});
