import { describe, expect, it } from 'vitest';

import { channelSettings } from '../../src/config/alert-channels.ts';
import { loadConfig } from '../support/clouds.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFile } from '../support/temporary.ts';

/** What `alerts` may say. */

async function load(channels: string, rest = '') {
  const text = `alerts:\n${rest}  channels:\n${channels}`;
  const path = temporaryFile('config.yaml', text);
  const { alerts } = await loadConfig({ path, env: {} });
  return alerts;
}

async function problem(channels: string, rest = ''): Promise<string> {
  const error = await load(channels, rest).then(
    () => new Error('It was accepted'),
    (thrown: Error) => thrown,
  );
  return error.message.replaceAll(/^.*config\.yaml:/gm, '');
}

describe('alerts', () => {
  it('take every type of channel', async () => {
    const alerts = await load(
      `
    - { name: ops, type: webhook, url: 'https://a.test/in', secretFile: /s }
    - { name: am, type: alertmanager, url: 'http://10.0.0.1:9093' }
    - { name: s, type: slack, urlFile: /s }
    - { name: d, type: dingtalk, urlFile: /s, secretFile: /s }
    - { name: f, type: feishu, urlFile: /s, secretFile: /s }
    - { name: w, type: wecom, urlFile: /s }
    - { name: p, type: pagerduty, keyFile: /s, url: 'https://events.eu.pagerduty.com/v2/enqueue' }
    - { name: m, type: mail, smtp: { host: mail.test, port: 587, user: a, passwordFile: /s, tls: starttls }, from: a@b.test, to: [c@d.test] }
`,
      '  on: [failed, split-brain]\n  language: zh\n',
    );
    expect(alerts).toMatchObject({ on: ['failed', 'split-brain'], language: 'zh' });
    expect(alerts?.channels.map(({ type }) => type)).toHaveLength(8);
  });

  it.each([
    [
      'a kind that is none',
      '    - { name: s, type: slack, urlFile: /s }',
      '  on: [moved]\n',
      'taken-over',
    ],
    [
      'a language that is none',
      '    - { name: s, type: slack, urlFile: /s }',
      '  language: de\n',
      'must be one of en, zh',
    ],
    ['no channel', '    []', '', 'at least one channel'],
    [
      'a type that is none',
      '    - { name: s, type: sms, urlFile: /s }',
      '',
      'webhook, alertmanager, slack',
    ],
    [
      'two of one name',
      '    - { name: s, type: slack, urlFile: /s }\n    - { name: s, type: wecom, urlFile: /s }',
      '',
      'channels with different names',
    ],
    [
      'a secret in the config',
      "    - { name: s, type: slack, url: 'https://hooks.slack.com/x' }",
      '',
      "unknown key 'url'",
    ],
    ['a URL that is none', '    - { name: s, type: webhook, url: ops }', '', 'a URL such as'],
    [
      'a header in a mail address',
      '    - { name: m, type: mail, smtp: { host: a }, from: "a@b.c\\nBcc: d@e.f", to: [a@b.c] }',
      '',
      'a mail address such as',
    ],
  ])('refuse %s', async (_what, channels, rest, words) => {
    expect(await problem(channels, rest)).toContain(words);
  });

  it('take a secret of systemd before that of the file', () => {
    const folder = temporaryFile('alert_s_url', 'https://hooks.slack.com/services/systemd').replace(
      '/alert_s_url',
      '',
    );
    const settings = channelSettings(
      { name: 's', type: 'slack', urlFile: '/nonexistent' },
      { CREDENTIALS_DIRECTORY: folder },
    );
    expect(settings.type === 'slack' && settings.url.reveal()).toMatch(/systemd$/);
  });

  it('send no URL that is a secret in the clear, but to this host', () => {
    const settings = (url: string, env = {}) =>
      channelSettings({ name: 's', type: 'slack', urlFile: temporaryFile('url', url) }, env);
    expect(() => settings('http://hooks.slack.com/s3cr3t')).toThrow('is not an https URL');
    expect(() => settings('hooks.slack.com/s3cr3t')).toThrow('is not an https URL');
    for (const url of ['https://a.test/x', 'http://127.0.0.1:1/x']) settings(url);
    settings('http://hooks.slack.com/x', { FLOATIP_ALLOW_HTTP: '1' });
  });

  it('refuse something that was copied around a URL, and take no URL for a password', () => {
    const slack = (url: string) =>
      channelSettings({ name: 's', type: 'slack', urlFile: temporaryFile('url', url) }, {});
    expect(() => slack('url: https://hooks.slack.com/s3cr3t')).toThrow('a key and a colon');
    expect(() => slack('"https://hooks.slack.com/s3cr3t"')).toThrow('stands in quotes');
    const keyFile = temporaryFile('key', 'https://events.pagerduty.com/v2/enqueue');
    const pagerDuty = { name: 'p', type: 'pagerduty', keyFile } as const;
    expect(() => channelSettings(pagerDuty, {})).toThrow('an address where a secret is kept');
  });

  it('are looked at by config check, secrets included', async () => {
    const check = async (mode: number) => {
      const urlFile = temporaryFile('url', 'https://hooks.slack.com/s3cr3t', mode);
      const text = `alerts: { channels: [{ name: s, type: slack, urlFile: ${urlFile} }] }`;
      return await runCli(['config', 'check', '--config', temporaryFile('config.yaml', text)]);
    };
    expect((await check(0o600)).code).toBe(0);
    const open = await check(0o644);
    expect(open.code).toBe(3);
    expect(open.stderr).toContain('The webhook URL of alert channel s file');
    expect(open.stderr).toContain('is open to every user of this host');
    expect(open.stderr).not.toContain('s3cr3t');
  });
});
