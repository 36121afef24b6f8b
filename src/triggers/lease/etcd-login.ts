import { isFailure, Failure } from '../../ports/failure.ts';
import type { LeaseLogin } from './lease-settings.ts';

type Headers = Readonly<Record<string, string>>;

/** Proves to etcd who asks, where it wants to know. */
export interface EtcdLogin {
  /** Runs a request with a token, and once more with a new one where etcd has forgotten it. */
  withToken<T>(signal: AbortSignal, ask: (headers: Headers) => Promise<T>): Promise<T>;
}

type Authenticate = (body: object, signal: AbortSignal) => Promise<Record<string, unknown>>;

export function openEtcdLogin(
  login: LeaseLogin | undefined,
  authenticate: Authenticate,
): EtcdLogin {
  let token: string | undefined;
  const headers = async (signal: AbortSignal): Promise<Headers> => {
    if (login === undefined) return {};
    token ??= await tokenFor(login, authenticate, signal);
    return { authorization: token };
  };
  return {
    async withToken(signal, ask) {
      try {
        return await ask(await headers(signal));
      } catch (error) {
        if (!isFailure(error, 'credentials') || token === undefined) throw error;
        token = undefined;
        return await ask(await headers(signal));
      }
    },
  };
}

async function tokenFor(
  { username, password }: LeaseLogin,
  authenticate: Authenticate,
  signal: AbortSignal,
): Promise<string> {
  const hint = 'Check leases.etcd.username and the password in leases.etcd.passwordFile';
  try {
    const body = { name: username, password: password.reveal() };
    const { token } = await authenticate(body, signal);
    if (typeof token === 'string') return token;
  } catch (error) {
    if (!isFailure(error, 'invalid')) throw error;
  }
  throw new Failure('denied', `etcd does not let ${username} in`, { hint });
}
