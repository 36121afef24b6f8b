import type { Address, ProviderName } from '../core/address.ts';
import { coalesced } from './coalesced.ts';
import type { Connection, Tools } from './connection.ts';
import type { DigitalOceanSettings } from './digitalocean/connect.ts';
import type { Policy } from './policy.ts';
import type { SetUp } from './set-up.ts';
import type { TencentSettings } from './tencent/connect.ts';

/** The settings of each cloud. */
export interface ProviderSettings {
  readonly digitalocean: DigitalOceanSettings;
  readonly tencent: TencentSettings;
}

type Connectors = {
  readonly [Name in ProviderName]: (
    settings: ProviderSettings[Name],
    tools: Tools,
  ) => Promise<Connection>;
};

/** The one place that knows every cloud. A cloud's code is loaded when it is asked for. */
export const connectors: Connectors = {
  async digitalocean(settings, tools) {
    const { connect } = await import('./digitalocean/connect.ts');
    return withCoalescedReads(connect(settings, tools), tools);
  },
  async tencent(settings, tools) {
    const { connect } = await import('./tencent/connect.ts');
    return withCoalescedReads(connect(settings, tools), tools);
  },
};

/** What each cloud has to allow for these addresses of it. */
export const policies: Readonly<
  Record<ProviderName, (addresses: readonly Address[]) => Promise<Policy>>
> = {
  digitalocean: async () => (await import('./digitalocean/permissions.ts')).policy(),
  tencent: async (addresses) => (await import('./tencent/permissions.ts')).policy(addresses),
};

/** What each cloud needs on new hosts. */
export const setUps: Readonly<Record<ProviderName, () => Promise<SetUp>>> = {
  digitalocean: async () => (await import('./digitalocean/set-up.ts')).setUp,
  tencent: async () => (await import('./tencent/set-up.ts')).setUp,
};

function withCoalescedReads(connection: Connection, { clock }: Tools): Connection {
  return { ...connection, provider: coalesced(connection.provider, clock) };
}
