import type { Fleet, FleetNode, HostCheck } from '../core/fleet.ts';
import type { HostsFile } from './hosts-schema.ts';

type FleetFile = HostsFile[string];

/** The fleets of a config, with what is not said in it. */
export function fleetsIn(hosts: HostsFile | undefined): ReadonlyMap<string, Fleet> {
  const entries = Object.entries(hosts ?? {});
  return new Map(entries.map(([name, file]) => [name, withDefaults(name, file)]));
}

function withDefaults(name: string, file: FleetFile): Fleet {
  const { controllers, nodes, interval = 2000, timeout = 1000, movesPerMinute = 6 } = file;
  return {
    name,
    controllers,
    nodes: nodes.map(nodeOf),
    intervalMs: interval,
    timeoutMs: timeout,
    movesPerMinute,
  };
}

function nodeOf(host: FleetFile['nodes'][number]): FleetNode {
  const { node, name = node } = host;
  const check: HostCheck = 'tcp' in host ? { tcp: host.tcp } : { http: host.http };
  return { node, name, check };
}
