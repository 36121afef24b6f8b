import { normaliseIp } from '../../core/ip.ts';

/** A TCP socket that somebody listens at. */
export interface Listener {
  /** `0.0.0.0` and `::` for all IPs of the host. */
  readonly ip: string;
  readonly port: number;
}

/** Those in the text of /proc/net/tcp or /proc/net/tcp6. */
export function listenersIn(text: string): readonly Listener[] {
  return text.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    const ip = ipOf(address);
    // TCP_LISTEN, of include/net/tcp_states.h.
    if (state !== '0A' || ip === undefined) return [];
    return [{ ip, port: Number.parseInt(port, 16) }];
  });
}

/** Words of four bytes, each the other way round. */
function ipOf(hex: string): string | undefined {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  return normaliseIp(groups.join(':'));
}
