import { json } from '../exchange.ts';
import type { CloudReply, CloudRequest } from '../exchange.ts';
import type { Fate } from '../fate.ts';
import { authenticate, authorize } from './access.ts';
import type { Account } from './account.ts';
import type { Keyring } from './credentials.ts';
import { handlerOf } from './handlers.ts';
import type { Limits } from './limits.ts';
import { assertParameters } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { givenParameters, requestedAction, requireForm, requireRegion } from './request.ts';

/** Tencent Cloud's VPC API, as far as it is about addresses that move. */
export interface TencentApi {
  /** `fate` is how a task goes that this request starts. */
  answer(request: CloudRequest, fate: Fate): CloudReply;
  /** Refuses a request in the vendor's envelope, with a code that need not make sense. */
  refuse(code: string, message: string): CloudReply;
}

export interface TencentApiOptions {
  readonly account: Account;
  readonly keyring: Keyring;
  readonly limits: Limits;
}

export function createTencentApi({ account, keyring, limits }: TencentApiOptions): TencentApi {
  let requests = 0;
  const nextId = (): string => {
    requests += 1;
    return `00000000-0000-4000-9000-${String(requests).padStart(12, '0')}`;
  };
  const reply = (requestId: string, members: object): CloudReply =>
    // Errors have status 200 as well, and the date is what a client with a wrong clock goes by.
    json(
      200,
      { Response: { ...members, RequestId: requestId } },
      { date: new Date(account.now()).toUTCString() },
    );
  return {
    refuse: (code, message) => reply(nextId(), { Error: { Code: code, Message: message } }),
    answer(request, fate) {
      const requestId = nextId();
      try {
        requireForm(request);
        const action = requestedAction(request);
        const credential = authenticate(request, { keyring, nowMs: account.now() });
        requireRegion(request, account.region);
        authorize(credential, action);
        limits.count(action, account.now());
        const parameters = givenParameters(action, request);
        assertParameters(action, parameters);
        const handle = handlerOf(action);
        return reply(requestId, handle({ account, parameters, requestId, fate }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return reply(requestId, { Error: { Code: error.code, Message: error.message } });
      }
    },
  };
}
