import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it, onTestFinished } from 'vitest';

import { testCertificate, testKey } from '../support/certificate.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFile } from '../support/temporary.ts';

/** Mail against a real SMTP server on loopback. */

interface Mailbox {
  readonly port: number;
  readonly mails: { readonly to: readonly string[]; readonly text: string; secure: boolean }[];
}

async function startMailbox(options: SMTPServerOptions = {}): Promise<Mailbox> {
  const mails: Mailbox['mails'] = [];
  const server = new SMTPServer({
    key: testKey,
    cert: testCertificate,
    authOptional: true,
    logger: false,
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, text: Buffer.concat(chunks).toString(), secure: session.secure });
        callback();
      });
    },
    ...options,
  });
  // Who leaves in the middle is no error of the test.
  server.on('error', () => undefined);
  const listening = await new Promise<ReturnType<SMTPServer['listen']>>((resolve) => {
    const one = server.listen(0, '127.0.0.1', () => resolve(one));
  });
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return { port: (listening.address() as AddressInfo).port, mails };
}

async function mail(
  smtp: string,
  env: Record<string, string> = {},
  language = 'en',
  args: readonly string[] = [],
) {
  const text = `
alerts:
  language: ${language}
  channels:
    - name: m
      type: mail
      smtp: { host: 127.0.0.1, ${smtp} }
      from: floatip@example.com
      to: [ops@example.com, night@example.com]
`;
  const path = temporaryFile('config.yaml', text);
  return await runCli(['alert', 'test', '--config', path, ...args], { env });
}

const trusting = (): Record<string, string> => ({
  NODE_EXTRA_CA_CERTS: temporaryFile('ca.pem', testCertificate),
});

describe('mail', () => {
  it('goes to all, without TLS where that is said', async () => {
    const { port, mails } = await startMailbox();
    const { code, stdout, stderr } = await mail(`port: ${port}, tls: none`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^m \(mail\): delivered in \d+ ms\n$/);
    expect(mails).toMatchObject([{ to: ['ops@example.com', 'night@example.com'], secure: false }]);
    expect(mails[0]?.text).toMatch(/^Subject: floatip: this is a test of alerts/m);
    expect(mails[0]?.text).toMatch(/^Auto-Submitted: auto-generated/m);
  });

  it('takes TLS by STARTTLS, and insists on it', async () => {
    const { port, mails } = await startMailbox();
    expect((await mail(`port: ${port}`, trusting())).code).toBe(0);
    expect(mails).toMatchObject([{ secure: true }]);
    const without = await startMailbox({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
    const { code, stderr } = await mail(`port: ${without.port}`, trusting());
    expect(code).toBe(7);
    expect(stderr).toContain('Check tls: implicit (465), starttls (587) or none');
    expect(without.mails).toEqual([]);
  });

  it('takes TLS from the first byte', async () => {
    const { port, mails } = await startMailbox({ secure: true });
    expect((await mail(`port: ${port}, tls: implicit`, trusting())).code).toBe(0);
    expect(mails).toMatchObject([{ secure: true }]);
  });

  it('refuses a certificate that nobody vouches for', async () => {
    const { port, mails } = await startMailbox();
    const { code, stderr } = await mail(`port: ${port}`);
    expect(code).toBe(3);
    expect(stderr).toContain('The TLS certificate of 127.0.0.1 cannot be trusted');
    expect(mails).toEqual([]);
  });

  it('logs in with the password of a file, which is shown nowhere', async () => {
    const passwordFile = temporaryFile('password', 's3cr3t-password');
    const { port, mails } = await startMailbox({
      authOptional: false,
      onAuth({ username, password }, _session, callback) {
        if (username === 'floatip' && password === 's3cr3t-password') callback(null, { user: 1 });
        else callback(new Error(`Wrong password ${password}`));
      },
    });
    const login = (user: string) => `port: ${port}, user: ${user}, passwordFile: ${passwordFile}`;
    expect((await mail(login('floatip'), trusting())).code).toBe(0);
    const refused = await mail(login('somebody'), trusting());
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain('Check user and passwordFile');
    expect(refused.stderr).not.toContain('s3cr3t');
    expect(mails).toHaveLength(1);
    expect(readFileSync(passwordFile, 'utf8')).toBe('s3cr3t-password');
  });

  it('does not send a password in the clear', async () => {
    const passwordFile = temporaryFile('password', 's3cr3t-password');
    const path = temporaryFile(
      'config.yaml',
      `alerts: { channels: [{ name: m, type: mail, smtp: { host: mail.example.com, tls: none, user: a, passwordFile: ${passwordFile} }, from: a@b.c, to: [a@b.c] }] }`,
    );
    const { code, stderr } = await runCli(['alert', 'test', '--config', path]);
    expect(code).toBe(3);
    expect(stderr).toContain('without TLS');
  });

  it('says that no recipient was taken, and that the server is busy', async () => {
    const reject = (responseCode: number) => (): SMTPServerOptions => ({
      onRcptTo: (_address, _session, callback) =>
        callback(Object.assign(new Error('not here'), { responseCode })),
    });
    const gone = await startMailbox(reject(550)());
    expect(await mail(`port: ${gone.port}, tls: none`)).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('not here'),
    });
    const busy = await startMailbox(reject(451)());
    expect((await mail(`port: ${busy.port}, tls: none`)).code).toBe(6);
  });

  it('waits no longer than it is told to', async () => {
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void mute.close());
    const { port } = mute.address() as AddressInfo;
    const begin = Date.now();
    const { code, stderr } = await mail(`port: ${port}, tls: none`, {}, 'en', [
      '--timeout',
      '300ms',
    ]);
    expect({ code, stderr }).toMatchObject({ code: 6, stderr: expect.stringContaining('0.3 s') });
    expect(Date.now() - begin).toBeLessThan(8000);
  });

  it('is written in Chinese where that is said', async () => {
    const { port, mails } = await startMailbox();
    expect((await mail(`port: ${port}, tls: none`, {}, 'zh')).code).toBe(0);
    const [, encoded = ''] = /^Subject: =\?UTF-8\?[BQ]\?(.*)\?=/m.exec(mails[0]?.text ?? '') ?? [];
    expect(encoded).not.toBe('');
  });
});
