import type { Service } from './exchange.ts';
import type { Topology } from './topology.ts';

/** Where a metadata service listens, and for whom. */
export interface MetadataListener {
  readonly name: string;
  readonly at: string;
  readonly service: Service;
  /** The node that asks, by the address that it asks from. */
  nodeOf(source: string | undefined): string | undefined;
}

export function metadataListeners({
  digitalocean,
  tencent,
}: Topology): readonly MetadataListener[] {
  const droplets = digitalocean.droplets.map(({ id, ...rest }) => ({ id: String(id), ...rest }));
  return [
    ...listenersOf('digitalocean-metadata', droplets, {
      name: 'common',
      at: digitalocean.metadata.listen,
    }),
    ...listenersOf('tencent-metadata', tencent.instances, {
      name: 'tencent-common',
      at: tencent.metadata.listen,
    }),
  ];
}

interface Node {
  readonly id: string;
  readonly metadata?: string | undefined;
  readonly source?: string | undefined;
}

interface Common {
  readonly name: string;
  readonly at: string | undefined;
}

function listenersOf(
  service: Service,
  nodes: readonly Node[],
  { name, at }: Common,
): readonly MetadataListener[] {
  const own = nodes.flatMap(({ id, metadata }) =>
    metadata === undefined ? [] : [{ name: id, at: metadata, service, nodeOf: () => id }],
  );
  if (at === undefined) return own;
  const bySource = (source: string | undefined): string | undefined =>
    nodes.find((node) => node.source !== undefined && node.source === source)?.id;
  return [...own, { name, at, service, nodeOf: bySource }];
}
