import type { Clock } from '../ports/clock.ts';
import { isFailure, Failure } from '../ports/failure.ts';
import type { Host } from '../ports/host.ts';
import type { Operation, Progress, Sending, WriteGate } from '../ports/provider.ts';

/** What it takes to announce an IP from this host. */
export interface Announcing {
  readonly host: Pick<Host, 'hasIp' | 'announce'>;
  readonly clock: Clock;
  /** The node that this host is. Throws `config` where nobody says. */
  readonly self: (signal: AbortSignal) => Promise<string>;
}

export interface AnnouncementOptions {
  /** How the address is called in messages. */
  readonly subject: string;
  /** Its IP. */
  readonly vip: string;
  /** The interface on which keepalived puts it. */
  readonly interface: string;
  /** The node that is to have it. */
  readonly node: string;
  /** What to check where it does not come, though it was announced. */
  readonly doubt: () => string;
  readonly gate: WriteGate;
}

/** An announcement may get lost, and the cloud takes only so many a second. */
const repeatMs = 1000;

/**
 * Announces an IP, and again every second for as long as it is not here: the cloud says nothing of
 * an announcement that it does not take. Where this host cannot announce, keepalived still does, so
 * that counts only if the address does not come. Throws `busy` while keepalived has not put the IP on
 * the interface, `invalid` where another host would have to announce it.
 */
export async function createAnnouncement(
  options: AnnouncementOptions,
  { host, clock, self }: Announcing,
): Promise<Operation> {
  const { vip, interface: on, node, gate, doubt } = options;
  // Announced from elsewhere it would go there.
  if ((await self(gate.signal)) !== node) throw notByUs(options);
  if (!host.hasIp(vip)) throw notOnInterface(options);
  let trouble: Failure | undefined;
  let bug: Error | undefined;
  let announcedAt = clock.now();
  // The cloud often has moved it long before arping ends, which waits for answers that nobody gives.
  const announce = async ({ beforeSend }: Sending): Promise<void> => {
    announcedAt = clock.now();
    trouble = undefined;
    const { signal } = gate;
    host.announce(vip, on, { signal, beforeSend }).catch((error: unknown) => {
      if (isFailure(error, 'config')) trouble = error;
      // Whoever waits for it finds that out as well.
      if (isFailure(error, 'config', 'superseded') || signal.aborted) return;
      bug = error instanceof Error ? error : new Error(String(error));
    });
  };
  await gate.write(announce);
  return {
    id: `announcement of ${vip}`,
    requestId: null,
    doubt: () => (trouble === undefined ? doubt() : cannotAnnounce(trouble)),
    async progress(): Promise<Progress> {
      if (bug !== undefined) throw bug;
      if (clock.now() - announcedAt < repeatMs || !host.hasIp(vip)) return 'running';
      await gate.write(announce).catch((error: unknown) => {
        if (!isFailure(error)) throw error;
      });
      return 'running';
    },
  };
}

function notByUs({ subject, node }: AnnouncementOptions): Failure {
  return new Failure('invalid', `Only ${node} itself can announce ${subject}`, {
    hint: `Run floatip there`,
  });
}

function notOnInterface({ vip, interface: name }: AnnouncementOptions): Failure {
  return new Failure('busy', `${vip} is on no interface of this host, so it is not announced`, {
    hint: `keepalived puts it on ${name} as virtual_ipaddress while it is MASTER: check that it does`,
  });
}

function cannotAnnounce({ message, hint = '' }: Failure): string {
  return `${message}, so only keepalived announces it. ${hint}`.trim();
}
