import type { GenericSchema, InferOutput } from 'valibot';

import type { Sending } from '../../ports/provider.ts';
import { callApi } from '../token-api.ts';
import type { Account, Call, TokenApi } from '../token-api.ts';
import { about } from '../values.ts';
import type { Listing } from '../values.ts';
import { failureOf, nonsense } from './failures.ts';
import { actionReply, floatingIpPage, floatingIpReply, serverReply } from './schema.ts';
import type { Action, FloatingIp, Server } from './schema.ts';

/** Hetzner Cloud's API in HTTP words, as far as it is about floating IPs. */
export interface Client {
  getFloatingIp(asked: Look, signal: AbortSignal): Promise<FloatingIp>;
  /** One page of at most 50; pages count from 1. */
  listFloatingIps(page: number, signal: AbortSignal): Promise<FloatingIpPage>;
  postAction(asked: Look, action: ActionRequest, sending: Sending): Promise<AcceptedAction>;
  getAction(id: string, signal: AbortSignal): Promise<Action>;
  getServer(id: string, signal: AbortSignal): Promise<Server>;
  /** How many requests an hour are left, and of how many; nothing where it does not say. */
  allowance(signal: AbortSignal): Promise<Allowance | undefined>;
}

export interface Allowance {
  readonly remaining: number;
  readonly limit: number;
}

export interface Look {
  readonly id: string;
  /** How it is called in messages. */
  readonly subject: string;
}

export interface FloatingIpPage extends Listing<FloatingIp> {
  readonly isLast: boolean;
}

export interface AcceptedAction {
  readonly action: Action;
  /** Hetzner's id of the request, for its support. */
  readonly requestId: string | null;
}

export type ActionRequest =
  | { readonly type: 'assign'; readonly server: number }
  | { readonly type: 'unassign' };

/** The most that a list has on a page (hcloud-go, ListOpts). */
const pageSize = 50;

export function createClient(account: Account): Client {
  return {
    async getFloatingIp({ id, subject }, signal) {
      const schema = about(floatingIpReply, ({ floating_ip: found }) => found.id === id);
      const look = { path: `floating_ips/${id}`, subject, schema, signal };
      return (await get(account, look)).floating_ip;
    },
    async listFloatingIps(page, signal) {
      const path = `floating_ips?page=${page}&per_page=${pageSize}`;
      const schema = floatingIpPage;
      const reply = await get(account, { path, subject: 'the floating IPs', schema, signal });
      const isLast = (reply.meta?.pagination?.next_page ?? null) === null;
      return { ...reply.floating_ips, isLast };
    },
    async postAction({ id, subject }, { type, ...body }, { signal, beforeSend, noteRefusal }) {
      const { value, requestId: request } = await callApi(api, account, {
        method: 'POST',
        path: `floating_ips/${id}/actions/${type}`,
        subject,
        body: type === 'assign' ? body : undefined,
        schema: actionReply,
        signal,
        // Who has it when a second unassign arrives is not for this one to say.
        write: { beforeSend, isRepeatable: type === 'assign' },
        noteRefusal,
      });
      return { action: value.action, requestId: request };
    },
    async getAction(id, signal) {
      const schema = about(actionReply, ({ action }) => action.id === id);
      const look = { path: `actions/${id}`, subject: `action ${id}`, schema, signal };
      return (await get(account, look)).action;
    },
    async getServer(id, signal) {
      const schema = about(serverReply, ({ server }) => server.id === id);
      const look = { path: `servers/${id}`, subject: `server ${id}`, schema, signal };
      return (await get(account, look)).server;
    },
    allowance: (signal) => allowanceOf(account, signal),
  };
}

const api: TokenApi = {
  version: 'v1',
  requestIdHeader: 'x-correlation-id',
  failureOf,
  nonsense,
};

async function get<S extends GenericSchema>(
  account: Account,
  look: Omit<Call<S>, 'method'>,
): Promise<InferOutput<S>> {
  return (await callApi(api, account, { ...look, method: 'GET' })).value;
}

async function allowanceOf(
  { endpoint, token, http, requestMs }: Account,
  signal: AbortSignal,
): Promise<Allowance | undefined> {
  const { headers } = await http.send({
    method: 'GET',
    url: `${endpoint}/v1/floating_ips?page=1&per_page=1`,
    headers: { authorization: `Bearer ${token.reveal()}` },
    timeoutMs: requestMs,
    signal,
  });
  const remaining = Number(headers['ratelimit-remaining'] ?? Number.NaN);
  const limit = Number(headers['ratelimit-limit'] ?? Number.NaN);
  return Number.isFinite(remaining) && Number.isFinite(limit) ? { remaining, limit } : undefined;
}
