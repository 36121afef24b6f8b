import type { Bfd, Variant } from './variants.ts';

export const sides = ['a', 'b'] as const;
export type Side = (typeof sides)[number];

interface Host {
  /** The first of them is to be MASTER. */
  readonly side: Side;
  readonly folder: string;
}

/** Its keepalived.conf. */
export function configOf(variant: Variant, { side, folder }: Host): string {
  const { globals, bfd } = variant;
  const isWatcher = side === 'b' && bfd !== undefined;
  return `global_defs {
    router_id ${side}
    vrrp_version 3
    script_user root
    vrrp_notify_fifo ${folder}/fifo root
${globals.map((line) => `    ${line}\n`).join('')}}
${bfd === undefined ? '' : sessionOf(bfd, side)}vrrp_instance VI_1 {
    state BACKUP
    interface eth0
    virtual_router_id 51
    priority ${side === 'a' ? 200 : (bfd?.priority ?? 100)}
    advert_int ${isWatcher ? bfd.advertInt : variant.advertInt}
    unicast_src_ip ${addressOf(side)}
    unicast_peer {
        ${addressOf(otherThan(side))}
    }
${isWatcher ? trackOf(bfd) : ''}    virtual_ipaddress {
        10.0.0.9/32
    }
}
`;
}

export function addressOf(side: Side): string {
  return side === 'a' ? '10.0.0.1' : '10.0.0.2';
}

function otherThan(side: Side): Side {
  return side === 'a' ? 'b' : 'a';
}

function sessionOf({ intervalMs, multiplier }: Bfd, side: Side): string {
  return `bfd_instance other {
    neighbor_ip ${addressOf(otherThan(side))}
    source_ip ${addressOf(side)}
    min_rx ${intervalMs}
    min_tx ${intervalMs}
    multiplier ${multiplier}
    vrrp
}
`;
}

function trackOf({ weight }: Bfd): string {
  return `    track_bfd {
        other weight ${weight} reverse
    }
`;
}
