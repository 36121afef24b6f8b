import { password } from './settings.ts';

/** The administrator, with a token. */
export interface Admin {
  readonly user: string;
  readonly project: string;
  /** Sends a request to Keystone or Neutron; throws what it is refused with. */
  ask(method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<any>;
}

export async function logIn(identity: string): Promise<Admin> {
  const domain = { id: 'default' };
  const auth = {
    identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
    scope: { project: { name: 'admin', domain } },
  };
  const reply = await fetch(`${identity}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth }),
  });
  const token = reply.headers.get('x-subject-token') ?? '';
  const text = await reply.text();
  if (reply.status !== 201) throw new Error(`No token: ${reply.status} ${text}`);
  const given = JSON.parse(text).token;
  return {
    user: given.user.id,
    project: given.project.id,
    async ask(method, url, body) {
      const answer = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', 'x-auth-token': token },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const said = await answer.text();
      if (answer.status > 299) throw new Error(`${method} ${url}: ${answer.status} ${said}`);
      return said === '' ? {} : JSON.parse(said);
    },
  };
}
