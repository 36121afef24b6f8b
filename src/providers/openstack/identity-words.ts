import { Secret } from '../../lib/secret.ts';
import { Failure } from '../../ports/failure.ts';

/** Who logs in, in the words of clouds.yaml, as Keystone wants to be told. */

type Words = Readonly<Record<string, string>>;

/** The secret among them. Throws `config` where there is none. */
export function secretIn(auth: Readonly<Record<string, unknown>>, path: string): Secret {
  for (const key of ['application_credential_secret', 'password']) {
    const value = auth[key];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    return new Secret(String(value), { text: `auth.${key} in ${path}` });
  }
  throw new Failure('config', `${path} has neither application_credential_secret nor password`, {
    hint: 'Write one below auth of that cloud, there or in secure.yaml',
  });
}

/** The body of the request for a token. Throws `config` where somebody is missing in it. */
export function identityWith(words: Words, secret: Secret): object {
  const { application_credential_id: id, application_credential_name: name } = words;
  if (id !== undefined || name !== undefined) {
    const which = id === undefined ? { name, user: userIn(words) } : { id };
    const credential = { ...which, secret: secret.reveal() };
    return {
      auth: {
        identity: { methods: ['application_credential'], application_credential: credential },
      },
    };
  }
  const user = { ...userIn(words), password: secret.reveal() };
  return {
    auth: {
      identity: { methods: ['password'], password: { user } },
      scope: { project: projectIn(words) },
    },
  };
}

function userIn(words: Words): object {
  const { user_id: id, username: name } = words;
  if (id !== undefined) return { id };
  if (name !== undefined) return { name, domain: domainIn(words, 'user') };
  throw missing('user', 'username');
}

/** A token that is of no project may do nothing with addresses. */
function projectIn(words: Words): object {
  const id = words['project_id'] ?? words['tenant_id'];
  const name = words['project_name'] ?? words['tenant_name'];
  if (id !== undefined) return { id };
  if (name !== undefined) return { name, domain: domainIn(words, 'project') };
  throw missing('project', 'project_name');
}

function domainIn(words: Words, whose: 'user' | 'project'): object {
  const id = words[`${whose}_domain_id`] ?? words['domain_id'];
  const name = words[`${whose}_domain_name`] ?? words['domain_name'];
  if (id !== undefined) return { id };
  return name === undefined ? { id: 'default' } : { name };
}

function missing(what: string, key: string): Failure {
  return new Failure('config', `Nothing says which ${what} of OpenStack is meant`, {
    hint: `Write ${key} below auth of the cloud in clouds.yaml, or set OS_${key.toUpperCase()}`,
  });
}
