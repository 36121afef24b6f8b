import axios, { isAxiosError } from 'axios';
import type { AxiosRequestConfig } from 'axios';
import { DigitalOcean } from 'digitalocean-js';
import { instance } from 'digitalocean-js/src/lib/axios-instance.js';
import { safeParse } from 'valibot';
import type { GenericSchema, InferOutput } from 'valibot';

import { fixedHeaders } from '../../lib/http/http.ts';
import { plainHeaders } from '../../lib/http/plain-headers.ts';
import type { Secret } from '../../lib/secret.ts';
import type { Account, Asked } from '../token-api.ts';
import { about } from '../values.ts';
import { withToken } from '../with-token.ts';
import { failureOf, nonsense } from './failures.ts';
import { action, droplet } from './schema.ts';
import type { Action, Droplet } from './schema.ts';

/**
 * The calls that digitalocean-js covers. Its token, base URL and options live in one axios
 * instance for the whole process: nothing but {@link start} may touch it.
 */

/** `GET /v2/actions/{id}`: the only action look-up that serves both IP versions. */
export function getAction(account: Account, id: string, signal: AbortSignal): Promise<Action> {
  const schema = about(action, (found) => found.id === id);
  const look = { subject: `action ${id}`, path: `actions/${id}`, schema, signal };
  return call(account, { ...look, send: (sdk) => sdk.actions.getExistingAction(Number(id)) });
}

/** `GET /v2/droplets/{id}` */
export function getDroplet(account: Account, id: string, signal: AbortSignal): Promise<Droplet> {
  const schema = about(droplet, (found) => found.id === id);
  const look = { subject: `Droplet ${id}`, path: `droplets/${id}`, schema, signal };
  return call(account, { ...look, send: (sdk) => sdk.droplets.getExistingDroplet(Number(id)) });
}

interface SdkCall<S extends GenericSchema> {
  readonly subject: string;
  readonly path: string;
  readonly schema: S;
  readonly signal: AbortSignal;
  readonly send: (sdk: DigitalOcean) => Promise<unknown>;
}

function call<S extends GenericSchema>(
  account: Account,
  look: SdkCall<S>,
): Promise<InferOutput<S>> {
  return withToken(account, undefined, (token) => callAs(token, account, look));
}

async function callAs<S extends GenericSchema>(
  token: Secret,
  { endpoint, http, requestMs, clock }: Account,
  look: SdkCall<S>,
): Promise<InferOutput<S>> {
  const { host } = new URL(endpoint);
  const { origin } = token;
  const { subject } = look;
  const asked: Asked = { method: 'GET', subject, host, wallMs: clock.wall(), origin };
  try {
    const reply = await http.run({
      method: 'GET',
      url: `${endpoint}/v2/${look.path}`,
      timeoutMs: requestMs,
      signal: look.signal,
      send: (config) => start({ token, endpoint }, config, look.send),
    });
    const parsed = safeParse(look.schema, reply);
    if (!parsed.success) throw nonsense({ status: 200, headers: {}, body: '{}' }, asked);
    return parsed.output;
  } catch (error) {
    if (!isAxiosError(error) || error.response === undefined) throw error;
    const { status, headers, data } = error.response;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    // The axios error carries the bearer token, so it ends here and is nobody's cause.
    throw failureOf({ status, headers: plainHeaders(headers), body: token.scrub(text) }, asked);
  }
}

/**
 * Configures the shared instance and starts the call in the same tick: axios copies its defaults
 * before the call returns, so another account's call cannot come in between.
 */
function start<T>(
  { token, endpoint }: Pick<Account, 'token' | 'endpoint'>,
  config: AxiosRequestConfig,
  send: (sdk: DigitalOcean) => Promise<T>,
): Promise<T> {
  const sdk = new DigitalOcean(token.reveal(), `${endpoint}/v2`);
  const transformers = [config.transformResponse, axios.defaults.transformResponse];
  const transformResponse = transformers.flatMap((one) => one ?? []);
  Object.assign(instance.defaults, config, { transformResponse });
  Object.assign(instance.defaults.headers.common, fixedHeaders);
  try {
    return send(sdk);
  } finally {
    delete instance.defaults.headers.common['Authorization'];
  }
}
