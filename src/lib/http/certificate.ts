import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';

import { errnoOf } from '../files/errno.ts';

/** What a server shows of itself. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** When it ends. Milliseconds since 1970. */
  readonly endsAt: number;
  /** Why it is not trusted; nothing where it is. */
  readonly distrust: string | undefined;
}

/** The certificate of a server, whether it is to be trusted or not. Throws where none comes. */
export function certificateOf(url: URL, signal: AbortSignal): Promise<Certificate> {
  const { hostname, port } = url;
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  const named = isIP(host) === 0 ? { servername: host } : {};
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: port === '' ? 443 : Number(port),
      ...named,
      // It is only looked at: nothing is sent.
      rejectUnauthorized: false,
    });
    const end = (): void => {
      socket.destroy();
      signal.removeEventListener('abort', end);
    };
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    signal.addEventListener('abort', end, { once: true });
    socket.once('error', (error) => {
      end();
      reject(error);
    });
    socket.once('secureConnect', () => {
      resolve(shownBy(socket));
      end();
    });
  });
}

function shownBy(socket: TLSSocket): Certificate {
  const { subject, issuer, valid_to: end } = socket.getPeerCertificate();
  const distrust: unknown = socket.authorizationError;
  return {
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    endsAt: Date.parse(end),
    distrust: socket.authorized ? undefined : errnoOf(distrust),
  };
}

/** One that is self-signed, or odd, may have no name at all. */
function nameIn(part: { readonly CN?: unknown; readonly O?: unknown } | undefined): string {
  const name = part?.CN ?? part?.O;
  return typeof name === 'string' ? name : 'nobody';
}
