import { shorten } from '../../core/shorten.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Smtp } from '../channel.ts';

export interface MailAttempt {
  readonly smtp: Smtp;
  readonly signal: AbortSignal;
}

/** What nodemailer throws, as a `Failure`: its errors carry what was sent. */
export function mailFailure(error: unknown, { smtp, signal }: MailAttempt): unknown {
  if (isFailure(error)) return error;
  if (signal.aborted) return signal.reason;
  const { code, responseCode, text } = describe(error, smtp);
  const message = `${smtp.host}:${smtp.port} ${text}`;
  if (/^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_)/.test(code)) {
    return new Failure('config', `The TLS certificate of ${smtp.host} cannot be trusted: ${text}`, {
      hint: 'Check the host, this clock, and the CA certificates (NODE_EXTRA_CA_CERTS)',
    });
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new Failure('denied', message, { hint: 'Check user and passwordFile' });
  }
  if (code === 'ETLS') {
    return new Failure('invalid', message, {
      hint: 'Check tls: implicit (465), starttls (587) or none, as the server speaks on that port',
    });
  }
  // 4xx is for now, 5xx for good (https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1).
  if (responseCode >= 500) {
    return new Failure('invalid', message, {
      hint: 'Check from and to, and what the server allows',
    });
  }
  if (responseCode === 421 || responseCode === 450 || responseCode === 451) {
    return new Failure('throttled', message);
  }
  return new Failure('transport', message, {
    hint: 'Check host and port, and firewalls on the way',
  });
}

interface Described {
  readonly code: string;
  readonly responseCode: number;
  readonly text: string;
}

const mostOfAnswer = 200;

function describe(error: unknown, { password }: Smtp): Described {
  if (!(error instanceof Error)) return { code: '', responseCode: 0, text: String(error) };
  // Where TLS says why, nodemailer keeps that beside its own code.
  const own = 'code' in error ? String(error.code) : '';
  const code = 'originalCode' in error ? String(error.originalCode) : own;
  const responseCode = 'responseCode' in error ? Number(error.responseCode) || 0 : 0;
  const [line = ''] = error.message.split('\n');
  const text = shorten(password === undefined ? line : password.scrub(line), mostOfAnswer);
  return { code, responseCode, text: `says: ${text}` };
}
