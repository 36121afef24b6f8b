import * as v from 'valibot';

import { parseJson } from '../../lib/json.ts';
import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import { catalogAt } from './catalog.ts';
import { Refusal, unauthorized } from './refusal.ts';
import type { OpenstackSection, roles } from './topology.ts';

export type Role = (typeof roles)[number];

/** Whom a token stands for. */
export interface Caller {
  readonly role: Role;
  readonly accessRules: readonly string[] | undefined;
}

/** Keystone: credentials to tokens, and tokens to callers. */
export interface Keystone {
  /** Answers a request for a token. */
  issue(request: CloudRequest): CloudReply;
  /** Throws what a request is refused with whose token is unknown, has ended, or may not do this. */
  authorize(request: CloudRequest, path: string): Caller;
}

interface Issued extends Caller {
  readonly untilMs: number;
}

const word = v.string();
const domain = v.union([v.object({ id: word }), v.object({ name: word })]);
const tokenRequest = v.object({
  auth: v.object({
    identity: v.union([
      v.object({
        methods: v.tuple([v.literal('application_credential')]),
        application_credential: v.object({ id: word, secret: word }),
      }),
      v.object({
        methods: v.tuple([v.literal('password')]),
        password: v.object({
          user: v.object({ name: word, domain, password: word }),
        }),
      }),
    ]),
    scope: v.optional(v.object({ project: v.object({ name: word, domain }) })),
  }),
});

type Identity = v.InferOutput<typeof tokenRequest>['auth'];

export function createKeystone(section: OpenstackSection, now: () => number): Keystone {
  const { tokenMs, tokenPrefix } = section;
  const tokens = new Map<string, Issued>();
  return {
    issue({ body, headers }) {
      const parsed = v.safeParse(tokenRequest, parseJson(body));
      if (!parsed.success) {
        const message = 'Expecting to find auth in request body.';
        return json(400, { error: { code: 400, title: 'Bad Request', message } });
      }
      const caller = callerOf(parsed.output.auth, section);
      if (caller === undefined) return unauthorized();
      const token = `${tokenPrefix}${String(tokens.size + 1).padStart(7, '0')}`;
      const untilMs = now() + tokenMs;
      tokens.set(token, { ...caller, untilMs });
      const catalog = catalogAt(headers['host'] ?? 'cloud', section.region);
      const document = tokenDocument(caller, { fromMs: now(), untilMs });
      return json(201, { token: { ...document, catalog } }, { 'x-subject-token': token });
    },
    authorize({ headers, method }, path) {
      const issued = tokens.get(headers['x-auth-token'] ?? '');
      if (issued === undefined || now() >= issued.untilMs) throw new Refusal('Unauthorized');
      // What its access rules do not allow is refused as if the token were none.
      if (issued.accessRules?.some((rule) => allows(rule, method, path)) === false) {
        throw new Refusal('Unauthorized');
      }
      if (method !== 'GET' && issued.role === 'reader') {
        throw new Refusal('PolicyNotAuthorized', 'rule:update_floatingip is disallowed by policy');
      }
      return issued;
    },
  };
}

function callerOf({ identity, scope }: Identity, section: OpenstackSection): Caller | undefined {
  if ('application_credential' in identity) {
    const { id, secret } = identity.application_credential;
    const found = section.credentials.find((one) => one.id === id && one.secret === secret);
    // An application credential is of one project, and takes no other.
    if (found === undefined || scope !== undefined) return undefined;
    return { role: found.role, accessRules: found.accessRules };
  }
  const { name, password } = identity.password.user;
  const found = section.users.find(
    (one) => one.name === name && one.password === password && isIn(one, identity.password.user),
  );
  if (found === undefined || scope?.project.name !== found.project) return undefined;
  return { role: found.role, accessRules: undefined };
}

function isIn(
  { domain: known }: OpenstackSection['users'][number],
  { domain: given }: { readonly domain: v.InferOutput<typeof domain> },
): boolean {
  return 'name' in given ? given.name === known : given.id === known.toLowerCase();
}

/** `*` stands for one part of a path. */
function allows(rule: string, method: string, path: string): boolean {
  const [wanted = '', pattern = ''] = rule.split(' ');
  const parts = pattern.split('*').map((one) => one.replaceAll('.', String.raw`\.`));
  return wanted === method && new RegExp(`^${parts.join('[^/]+')}$`).test(path);
}

function tokenDocument(
  { role, accessRules }: Caller,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): object {
  const rules = accessRules?.map((rule) => {
    const [method = '', path = ''] = rule.split(' ');
    return { id: rule, service: 'network', method, path };
  });
  return {
    methods: ['application_credential'],
    user: { id: 'rehearsal', name: 'floatip', domain: { id: 'default', name: 'Default' } },
    project: { id: 'rehearsal', name: 'demo', domain: { id: 'default', name: 'Default' } },
    roles: [{ id: role, name: role }],
    is_domain: false,
    audit_ids: ['rehearsal'],
    issued_at: new Date(fromMs).toISOString(),
    expires_at: new Date(untilMs).toISOString(),
    ...(rules === undefined
      ? {}
      : {
          application_credential: {
            id: 'a',
            name: 'floatip',
            restricted: true,
            access_rules: rules,
          },
        }),
  };
}
