import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import { authenticate, authorize } from './access.ts';
import type { Account } from './account.ts';
import { ec2Version } from './description.ts';
import type { ActionName } from './description.ts';
import { handlerOf } from './handlers.ts';
import type { Keyring } from './keyring.ts';
import type { Limits } from './limits.ts';
import { parametersIn } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { ec2ActionIn, formIn, requireVersion } from './request.ts';
import { assumeRole } from './sts.ts';
import { document } from './xml.ts';
import type { Value } from './xml.ts';

/** EC2 and STS, as far as they are about addresses that move. */
export interface Api {
  /** `fate` is how a change goes that this request makes. */
  answer(request: CloudRequest, fate: Fate): CloudReply;
  /** Refuses a request in the words of EC2, with a code that need not make sense. */
  refuse(code: string, message?: string): CloudReply;
}

export interface ApiOptions {
  readonly account: Account;
  readonly keyring: Keyring;
  readonly limits: Limits;
}

const namespace = 'http://ec2.amazonaws.com/doc/2016-11-15/';

export function createApi(options: ApiOptions): Api {
  const { account } = options;
  let requests = 0;
  const nextId = (): string => {
    requests += 1;
    return `00000000-0000-4000-a000-${String(requests).padStart(12, '0')}`;
  };
  // What a client with a wrong clock goes by.
  const dated = (): Record<string, string> => ({ date: new Date(account.now()).toUTCString() });
  return {
    refuse: (code, message) => new Refusal(code, message).reply(nextId(), { headers: dated() }),
    answer(request, fate) {
      const requestId = nextId();
      const isSts = /\/sts\/aws4_request\b/.test(request.headers['authorization'] ?? '');
      try {
        const form = formIn(request);
        const body = isSts
          ? answerSts({ request, form, requestId }, options)
          : answerEc2({ request, form, requestId, fate }, options);
        const type = { 'content-type': 'text/xml;charset=UTF-8' };
        return { status: 200, headers: { ...type, ...dated() }, body };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return error.reply(requestId, { isSts, headers: dated() });
      }
    },
  };
}

interface Arrived {
  readonly request: CloudRequest;
  readonly form: URLSearchParams;
  readonly requestId: string;
}

function answerSts(
  { request, form, requestId }: Arrived,
  { account: { region, now }, keyring }: ApiOptions,
): string {
  authenticate(request, { keyring, service: 'sts', region, nowMs: now() });
  if (form.get('Action') !== 'AssumeRole') throw new Refusal('InvalidAction');
  return assumeRole(form, keyring, requestId);
}

function answerEc2(
  { request, form, requestId, fate }: Arrived & { readonly fate: Fate },
  { account, keyring, limits }: ApiOptions,
): string {
  const { region, now } = account;
  const credential = authenticate(request, { keyring, service: 'ec2', region, nowMs: now() });
  requireVersion(form, ec2Version);
  const action = ec2ActionIn(form);
  limits.count(action, { isBroad: isBroad(action, form), nowMs: now() });
  authorize(credential, action);
  const parameters = parametersIn(action, form);
  if ('DryRun' in parameters && parameters.DryRun === true) throw new Refusal('DryRunOperation');
  const handle = handlerOf(action);
  const members: Readonly<Record<string, Value>> = handle({ account, parameters, fate });
  return document(`${action}Response`, { requestId, ...members }, namespace);
}

function isBroad(action: ActionName, form: URLSearchParams): boolean {
  if (action !== 'DescribeNetworkInterfaces') return false;
  return !form.has('Filter.1.Name') && !form.has('MaxResults');
}
