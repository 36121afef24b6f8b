import { request as requestByHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';

import { getProxyForUrl } from 'proxy-from-env';

import { placeText } from '../../core/host-place.ts';
import { Failure } from '../../ports/failure.ts';
import { duringAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { dial } from './dial.ts';
import { wordsOf } from './http-failure.ts';

/**
 * Connects to a server that speaks TLS, by way of the HTTP proxy that the environment names for it, if
 * any. Throws `transport` where the proxy does not want to.
 */
export async function dialByEnvironment(
  target: TcpNetConnectOpts,
  attempt: Attempt,
  meanwhile: () => void,
): Promise<Duplex> {
  const proxy = getProxyForUrl(`https://${placeOf(target)}`);
  if (proxy === '') return await dial(target, attempt, meanwhile);
  attempt.progress.phase = 'proxy';
  return await openTunnel(new URL(proxy), target, attempt);
}

function placeOf({ host = '', port }: TcpNetConnectOpts): string {
  return placeText({ host, port });
}

function openTunnel(proxy: URL, target: TcpNetConnectOpts, attempt: Attempt): Promise<Duplex> {
  const where = placeOf(target);
  const request =
    proxy.protocol === 'https:' ? process.getBuiltinModule('node:https').request : requestByHttp;
  return duringAttempt<Duplex>(attempt, ({ resolve, reject }) => {
    const asking = request({
      method: 'CONNECT',
      host: proxy.hostname.replaceAll(/^\[|\]$/g, ''),
      port: proxy.port,
      path: where,
      headers: { host: where, ...credentialsFor(proxy) },
      agent: false,
    });
    asking.once('connect', (response, socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refusedBy(proxy, response, where));
    });
    asking.once('error', (error) => reject(unusable(proxy, error, where)));
    asking.end();
    return () => void asking.destroy();
  });
}

function credentialsFor({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** Before it is known of the server whether it is there at all. */
function unusable(proxy: URL, error: Error, where: string): Failure {
  const message = `The proxy ${proxy.host} cannot be used for ${where}: ${wordsOf(error)}`;
  return new Failure('transport', message, { hint: checkProxy });
}

const checkProxy = 'Check HTTPS_PROXY and its user and password, or list the host in NO_PROXY';

function refusedBy(proxy: URL, { statusCode }: IncomingMessage, where: string): Failure {
  return new Failure(
    'transport',
    `The proxy ${proxy.host} answered ${statusCode} to CONNECT ${where}`,
    { hint: checkProxy },
  );
}
