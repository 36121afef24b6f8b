import type { CloudRequest } from '../../src/emulator/exchange.ts';
import { askCloud } from './ask-cloud.ts';
import type { AskedCloud } from './ask-cloud.ts';
import { openstackSecret } from './token.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: any;
}

/** Whom the APIs are asked as. */
interface Caller {
  /** Below Neutron's version. */
  get(path: string): Answer;
  /** Changes a floating IP. */
  put(id: string, body: unknown, headers?: Readonly<Record<string, string>>): Answer;
}

export interface AskedOpenstack extends Caller {
  readonly asked: AskedCloud;
  /** As another application credential. */
  as(id: string, secret: string): Caller;
  login(id: string, secret: string): Answer;
  /** With any body. */
  loginWith(body: unknown): Answer;
}

/** The embedded Keystone and Neutron, asked directly; as the application credential floatip, unless told otherwise. */
export function askOpenstack(topology: string): AskedOpenstack {
  const asked = askCloud(topology, 'openstack');
  const send = (request: Partial<CloudRequest> & { readonly url: string }): Answer => {
    const { pathname, searchParams, search } = new URL(request.url, 'http://cloud');
    const { ending } = asked.cloud.answer({
      service: 'openstack-api',
      method: 'GET',
      path: pathname,
      query: searchParams,
      search: search.slice(1),
      body: '',
      node: undefined,
      ...request,
      headers: { host: 'cloud', ...request.headers },
    });
    if (ending.type !== 'reply') throw new Error(`The cloud ended with ${ending.type}`);
    const { status, headers, body } = ending.reply;
    return { status, headers, body: JSON.parse(body) };
  };
  const loginWith = (body: unknown): Answer =>
    send({ url: '/identity/v3/auth/tokens', method: 'POST', body: JSON.stringify(body) });
  const login = (id: string, secret: string): Answer => {
    const identity = {
      methods: ['application_credential'],
      application_credential: { id, secret },
    };
    return loginWith({ auth: { identity } });
  };
  const as = (id: string, secret: string): Caller => {
    const token = login(id, secret).headers['x-subject-token'] ?? '';
    const known = { 'x-auth-token': token };
    return {
      get: (path) => send({ url: `/networking/v2.0/${path}`, headers: known }),
      put: (one, body, more = {}) =>
        send({
          url: `/networking/v2.0/floatingips/${one}`,
          method: 'PUT',
          headers: { ...known, ...more },
          body: JSON.stringify(body),
        }),
    };
  };
  return { asked, as, login, loginWith, ...as('floatip', openstackSecret) };
}
