import { keepalivedHost } from './keepalived-host.ts';
import type { KeepalivedHost } from './keepalived-host.ts';
import { tencentEnv, tencentTopology } from './tencent-topology.ts';

export interface TencentHostOptions {
  /** More of the account, or other settings of it. */
  readonly topology?: string;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface TencentHost extends KeepalivedHost {
  /** The actions of the API that were asked for, with what they were asked with. */
  asked(...names: readonly string[]): readonly { readonly action: string; readonly body: any }[];
}

/** The network interface that an instance announces from. */
const announcesFrom: Readonly<Record<string, string>> = {
  'ins-aaaaaaaa': 'eni-aaaaaaaa',
  'ins-bbbbbbbb': 'eni-bbbbbbbb',
};

/** Instance ins-bbbbbbbb of tencent-topology.ts, with these addresses in its config. */
export function tencentHost(
  entries: readonly string[],
  { topology = tencentTopology(), node = 'ins-bbbbbbbb', env = {} }: TencentHostOptions = {},
): TencentHost {
  const lines = entries.map((entry) => `  - { follow: VI_1, ${entry} }`);
  const host = keepalivedHost(`addresses:\n${lines.join('\n')}\n`, topology, {
    node,
    env: { ...tencentEnv, ...env },
    announce: ({ cloud }, ip) => void cloud.tencent.announce(ip, announcesFrom[node] ?? ''),
  });
  return Object.assign(host, {
    asked(...names: readonly string[]) {
      const requests = host.world.cloud.received
        .list()
        .filter(({ service }) => service === 'tencent-api')
        .map(({ headers, body }) => ({
          action: headers['x-tc-action'] ?? '',
          body: JSON.parse(body),
        }));
      return names.length === 0
        ? requests
        : requests.filter(({ action }) => names.includes(action));
    },
  });
}
