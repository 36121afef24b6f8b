import { createTransport } from 'nodemailer';

import { aborted } from '../../lib/time/aborted.ts';
import { withTimeout } from '../../lib/time/deadline.ts';
import { Failure } from '../../ports/failure.ts';
import type { Channel, MailSettings, Tools } from '../channel.ts';
import { patienceMs } from '../post.ts';
import { mailFailure } from './mail-failure.ts';

/** Mail by SMTP. */
export function openMail({ smtp, from, to }: MailSettings, { clock }: Tools): Channel {
  const { host, port, user, password, tls } = smtp;
  const transport = {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password?.reveal() ?? '' } }),
  };
  return {
    pace: { most: 20, withinMs: 60_000 },
    bundling: { separately: 3, most: 200 },
    async send({ title, lines }, signal) {
      const text = `${[title, '', ...lines].join('\n')}\n`;
      const mail = { from, to: [...to], subject: title, text, headers: automatic };
      const transporter = createTransport(transport);
      try {
        const limit = { clock, ms: longestMs, parent: signal, onTimeout: silence };
        const { rejected } = await withTimeout(limit, (until) =>
          unlessAborted(transporter.sendMail(mail), until),
        );
        if (rejected.length > 0) throw notAll(host, rejected.length);
      } catch (error) {
        throw mailFailure(error, { smtp, signal });
      }
    },
  };
}

/** nodemailer has no way to end what it has begun: that ends by itself, and nobody waits for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const leaving = aborted(signal).then((): never => {
    throw signal.reason;
  });
  return await Promise.race([work, leaving]);
}

/** Each part of the conversation has its own ten seconds. */
const longestMs = 3 * patienceMs;

function silence(): Failure {
  return new Failure('transport', `The mail server took longer than ${longestMs / 1000} s`);
}

/** No answering machine need answer (https://www.rfc-editor.org/rfc/rfc3834). */
const automatic = { 'Auto-Submitted': 'auto-generated' };

function notAll(host: string, count: number): Failure {
  return new Failure('invalid', `${host} did not take ${count} of the addresses`, {
    hint: 'Check to in the config',
  });
}
