import type { Crew } from './crew.ts';

export interface Announcement {
  readonly ip: string;
  /** Of the sender. */
  readonly mac: string;
  /** keepalived announces by requests; floatip by a request and a reply. */
  readonly isReply: boolean;
}

/** Hears every gratuitous ARP on the bridge. */
export function hearAnnouncements(
  crew: Crew,
  onAnnouncement: (announcement: Announcement) => void,
): void {
  // The sender and the target of a gratuitous one are the same.
  const filter = 'arp and arp[14:4] == arp[24:4]';
  crew.start(['tcpdump', '--immediate-mode', '-l', '-e', '-n', '-i', 'br0', filter], {
    onLine(line) {
      const [, mac, what, ip] = / ([0-9a-f:]{17}) > .* (who-has|Reply) ([\d.]+) /.exec(line) ?? [];
      if (mac === undefined || ip === undefined) return;
      onAnnouncement({ ip, mac, isReply: what === 'Reply' });
    },
  });
}
