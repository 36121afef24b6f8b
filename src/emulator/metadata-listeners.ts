import type { EmulatedNode } from './emulated-cloud.ts';
import { cloudEntries } from './registry.ts';
import type { AnyCloud } from './registry.ts';
import type { Topology } from './topology.ts';

/** Where a metadata service listens, and for whom. */
export interface MetadataListener {
  readonly name: string;
  readonly at: string;
  readonly service: string;
  /** The node that asks, by the address that it asks from. */
  nodeOf(source: string | undefined): string | undefined;
}

export function metadataListeners(topology: Topology): readonly MetadataListener[] {
  return cloudEntries.flatMap(([name, cloud]) => listenersOf(cloud, topology[name]));
}

function listenersOf(cloud: AnyCloud, section: unknown): readonly MetadataListener[] {
  const service = cloud.services.metadata;
  const nodes = cloud.nodesOf(section);
  const own = nodes.flatMap(({ id, metadata }) =>
    metadata === undefined ? [] : [{ name: id, at: metadata, service, nodeOf: () => id }],
  );
  const { name, at } = cloud.sharedMetadataOf(section);
  if (at === undefined) return own;
  return [...own, { name, at, service, nodeOf: (source) => idBySource(nodes, source) }];
}

function idBySource(
  nodes: readonly EmulatedNode[],
  asking: string | undefined,
): string | undefined {
  return nodes.find(({ source }) => source !== undefined && source === asking)?.id;
}
