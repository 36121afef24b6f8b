import { sameIp } from '../../core/ip.ts';
import type { Sending } from '../../ports/provider.ts';
import { callApi } from '../token-api.ts';
import type { Account, TokenApi } from '../token-api.ts';
import { about } from '../values.ts';
import type { Listing } from '../values.ts';
import type { ReservedIpKind } from './address.ts';
import { failureOf, nonsense } from './failures.ts';
import { actionReply, reservedIpPage, reservedIpReply, reservedIpv6Page } from './schema.ts';
import type { Action, ReservedIp } from './schema.ts';

/** DigitalOcean's API in HTTP words: reserved IPs of both versions, which digitalocean-js lacks. */
export interface Client {
  getReservedIp(kind: ReservedIpKind, ip: string, signal: AbortSignal): Promise<ReservedIp>;
  /** One page of at most 200; pages count from 1. */
  listReservedIps(kind: ReservedIpKind, page: number, signal: AbortSignal): Promise<ReservedIpPage>;
  postAction(
    target: ActionTarget,
    action: ActionRequest,
    sending: Sending,
  ): Promise<AcceptedAction>;
}

export interface ReservedIpPage extends Listing<ReservedIp> {
  readonly last: boolean;
}

export interface AcceptedAction {
  readonly action: Action;
  /** DigitalOcean's id of the request. */
  readonly requestId: string | null;
}

export interface ActionTarget {
  readonly kind: ReservedIpKind;
  readonly ip: string;
}

export type ActionRequest =
  | { readonly type: 'assign'; readonly droplet_id: number }
  | { readonly type: 'unassign' };

const pageSize = 200;

export function createClient(account: Account): Client {
  return {
    async getReservedIp(kind, ip, signal) {
      const request = {
        method: 'GET',
        path: `${collection(kind)}/${ip}`,
        subject: subjectOf({ kind, ip }),
      } as const;
      const schema = about(reservedIpReply, (found) => sameIp(found.ip, ip));
      return (await callApi(api, account, { ...request, schema, signal })).value;
    },
    async listReservedIps(kind, page, signal) {
      const path = `${collection(kind)}?page=${page}&per_page=${pageSize}`;
      const request = { method: 'GET', path, subject: 'the reserved IPs', signal } as const;
      const { value: reply } =
        kind === 'digitalocean-reserved-ip'
          ? await callApi(api, account, { ...request, schema: reservedIpPage })
          : await callApi(api, account, { ...request, schema: reservedIpv6Page });
      const listing = 'reserved_ips' in reply ? reply.reserved_ips : reply.reserved_ipv6s;
      return { ...listing, last: (reply.links?.pages?.next ?? null) === null };
    },
    async postAction({ kind, ip }, body, { signal, beforeSend, noteRefusal }) {
      const path = `${collection(kind)}/${ip}/actions`;
      const subject = subjectOf({ kind, ip });
      const { value, requestId: id } = await callApi(api, account, {
        method: 'POST',
        path,
        subject,
        body,
        schema: actionReply,
        signal,
        // Who has it when a second unassign arrives is not for this one to say.
        write: { beforeSend, isRepeatable: body.type === 'assign' },
        noteRefusal,
      });
      return { action: value.action, requestId: id };
    },
  };
}

const api: TokenApi = {
  version: 'v2',
  requestIdHeader: 'x-request-id',
  failureOf,
  nonsense,
};

function collection(kind: ReservedIpKind): string {
  return kind === 'digitalocean-reserved-ip' ? 'reserved_ips' : 'reserved_ipv6';
}

/** How an address is called in messages. */
export function subjectOf({ kind, ip }: ActionTarget): string {
  return kind === 'digitalocean-reserved-ip' ? `reserved IP ${ip}` : `reserved IPv6 ${ip}`;
}
