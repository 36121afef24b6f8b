import { createTransport } from 'nodemailer';

import { Failure } from '../../ports/failure.ts';
import type { Channel, MailSettings } from '../channel.ts';
import { patienceMs } from '../post.ts';
import { mailFailure } from './mail-failure.ts';

/** Mail by SMTP. */
export function openMail({ smtp, from, to }: MailSettings): Channel {
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
      const leave = (): void => transporter.close();
      signal.addEventListener('abort', leave, { once: true });
      try {
        signal.throwIfAborted();
        const { rejected } = await transporter.sendMail(mail);
        if (rejected.length > 0) throw notAll(host, rejected.length);
      } catch (error) {
        throw mailFailure(error, { smtp, signal });
      } finally {
        signal.removeEventListener('abort', leave);
        transporter.close();
      }
    },
  };
}

/** No answering machine need answer (https://www.rfc-editor.org/rfc/rfc3834). */
const automatic = { 'Auto-Submitted': 'auto-generated' };

function notAll(host: string, count: number): Failure {
  return new Failure('invalid', `${host} did not take ${count} of the addresses`, {
    hint: 'Check to in the config',
  });
}
