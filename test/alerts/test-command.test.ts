import { describe, expect, it } from 'vitest';

import { startReceiver } from '../support/receiver.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFile } from '../support/temporary.ts';
import { unusedPort } from '../support/unused-port.ts';

/** `floatip alert test`, as an operator runs it. */

async function test(channels: string, args: readonly string[] = []) {
  const config = temporaryFile('config.yaml', `alerts:\n  channels:\n${channels}`);
  const run = await runCli(['alert', 'test', '--config', config, ...args]);
  return { ...run, report: () => JSON.parse(run.stdout) };
}

describe('floatip alert test', () => {
  it('says of each channel what became of its message', async () => {
    const good = await startReceiver();
    const { code, stdout, stderr } = await test(`
    - { name: a, type: webhook, url: ${good.url}/a }
    - { name: b, type: webhook, url: ${good.url}/b }`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^a \(webhook\): delivered in \d+ ms\nb \(webhook\): delivered in \d+ ms\n$/,
    );
    expect(good.got.map(({ body }) => JSON.parse(body).kind)).toEqual(['test', 'test']);
  });

  it('takes the names of channels, and says which there are', async () => {
    const good = await startReceiver();
    const channels = `
    - { name: ops, type: webhook, url: ${good.url}/a }
    - { name: night, type: webhook, url: ${good.url}/b }`;
    const { code, stdout } = await test(channels, ['night']);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^night /) });
    const wrong = await test(channels, ['nigth']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain(
      "There is no alert channel 'nigth' in the config. Name one of ops, night",
    );
    expect(good.got).toHaveLength(1);
  });

  it('needs channels', async () => {
    const run = await runCli(['alert', 'test', '--config', temporaryFile('config.yaml', '{}')]);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain('There is nobody to tell');
  });

  it.each([
    ['refuses the secret', 401, 4, 'denied'],
    ['refuses it', 400, 7, 'invalid'],
    ['redirects', 302, 7, 'invalid'],
    ['asks for fewer', 429, 6, 'throttled'],
    ['has broken down', 500, 6, 'transport'],
  ])('fails where a channel %s', async (_what, status, code, failureClass) => {
    const bad = await startReceiver(() => ({
      status,
      body: 'no such thing here',
      headers: { location: 'http://127.0.0.1:1/elsewhere-token' },
    }));
    const run = await test(
      `    - { name: ops, type: webhook, url: '${bad.url}/s3cr3t-path?k=s3cr3t' }`,
      ['--json'],
    );
    expect(run.code).toBe(code);
    expect(run.report()).toMatchObject({
      version: 1,
      channels: [
        { name: 'ops', type: 'webhook', delivered: false, error: { class: failureClass } },
      ],
    });
    expect(run.stdout + run.stderr).not.toMatch(/s3cr3t|elsewhere-token/);
    expect(bad.got).toHaveLength(1);
  });

  it('fails where nobody answers in time, and waits no longer', async () => {
    const hanging = await startReceiver(() => 'hang');
    const good = await startReceiver();
    const run = await test(
      `
    - { name: ops, type: webhook, url: '${hanging.url}/s3cr3t' }
    - { name: b, type: webhook, url: ${good.url} }`,
      ['--timeout', '500ms'],
    );
    expect(run).toMatchObject({ code: 6, stdout: expect.stringMatching(/^b .*delivered/) });
    expect(run.stderr).toMatch(/^floatip: ops \(webhook\): No answer within 0.5 s/);
    expect(run.stderr).not.toContain('s3cr3t');
  });

  it('fails where nothing listens, or its certificate is not to be trusted', async () => {
    const port = await unusedPort();
    const nobody = await test(
      `    - { name: ops, type: webhook, url: 'http://127.0.0.1:${port}/s3cr3t' }`,
    );
    expect(nobody.code).toBe(6);
    expect(nobody.stderr).toContain(`127.0.0.1:${port}: nothing listens there`);
    const own = await startReceiver(undefined, { isSecure: true });
    const distrusted = await test(`    - { name: ops, type: webhook, url: '${own.url}/s3cr3t' }`);
    expect(distrusted.code).toBe(3);
    expect(distrusted.stderr).toContain('The TLS certificate of 127.0.0.1');
    expect(nobody.stderr + distrusted.stderr).not.toContain('s3cr3t');
  });
});
