import type { Crew } from './crew.ts';

/** Hears every gratuitous ARP on the bridge: for which address, and from which MAC address. */
export function hearAnnouncements(
  crew: Crew,
  onAnnouncement: (ip: string, mac: string) => void,
): void {
  // The sender and the target of a gratuitous one are the same.
  const filter = 'arp and arp[14:4] == arp[24:4]';
  crew.start(['tcpdump', '--immediate-mode', '-l', '-e', '-n', '-i', 'br0', filter], {
    onLine(line) {
      const [, mac, ip] = / ([0-9a-f:]{17}) > .* (?:who-has|Reply) ([\d.]+) /.exec(line) ?? [];
      if (mac !== undefined && ip !== undefined) onAnnouncement(ip, mac);
    },
  });
}
