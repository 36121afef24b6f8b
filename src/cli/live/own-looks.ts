import type { Session } from '../../app/session.ts';
import { status } from '../../app/status.ts';
import type { StatusReport } from '../../app/status.ts';
import type { Address } from '../../core/address.ts';
import { lengthened } from '../../core/backoff.ts';
import { version } from '../../lib/version.ts';
import type { AddressLook, Failover, Look } from '../../watch/page/look.ts';
import { problemsOf } from '../../watch/page/problems.ts';
import { configWarnings } from '../open.ts';

/** The cloud's limits are there for takeovers: nobody who looks on asks more often than this. */
const leastIntervalMs = 5000;
/** After news of this host, of which there may be several. */
const afterNewsMs = 2000;
/** What is not known by then is shown as unknown. */
const patienceMs = 15_000;

export interface OwnLooksOptions {
  readonly session: Session;
  /** Milliseconds that the operator gives a look; without it, some seconds. */
  readonly timeoutMs: number | undefined;
  readonly failovers: () => readonly Failover[];
}

interface Latest {
  readonly report: StatusReport;
  readonly at: number;
  /** Of which addresses. */
  readonly names: string;
}

/** Looks of this process's own, for what no watcher shows: as often as a watcher would, and less where it fails. */
export class OwnLooks {
  readonly #options: OwnLooksOptions;
  #latest: Latest | undefined;
  #failures = 0;
  #newest: string | undefined;

  constructor(options: OwnLooksOptions) {
    this.#options = options;
  }

  /** How often it looks, in seconds. */
  get everyS(): number {
    return Math.round(this.#intervalMs() / 1000);
  }

  /** What was seen of these; asks the cloud where that is old, or something has happened on this host. */
  async take(addresses: readonly Address[]): Promise<Look> {
    const { session, failovers } = this.#options;
    const recent = failovers();
    const names = addresses.map(({ name }) => name).join('\n');
    const known = this.#latest?.names === names ? this.#latest : undefined;
    const latest =
      known === undefined || this.#isOld(known.at, recent)
        ? await this.#ask(addresses, names)
        : known;
    const ageMs = session.clock.now() - latest.at;
    return lookOf(latest.report, { session, failovers: failovers(), ageMs });
  }

  #isOld(at: number, recent: readonly Failover[]): boolean {
    const ageMs = this.#options.session.clock.now() - at;
    const hasNews = recent[0]?.id !== this.#newest;
    return ageMs >= (hasNews ? afterNewsMs : this.#intervalMs());
  }

  #intervalMs(): number {
    const { intervalMs } = this.#options.session.config.timing;
    return lengthened(Math.max(leastIntervalMs, intervalMs), this.#failures);
  }

  async #ask(addresses: readonly Address[], names: string): Promise<Latest> {
    const { session, timeoutMs, failovers } = this.#options;
    this.#newest = failovers()[0]?.id;
    const deadlineMs = timeoutMs ?? Math.min(patienceMs, session.config.timing.deadlineMs);
    const report = await status({ addresses, deadlineMs }, session);
    const isKnown = report.addresses.some(({ owner }) => owner.state !== 'unknown');
    this.#failures = isKnown ? 0 : this.#failures + 1;
    this.#latest = { report, names, at: session.clock.now() };
    return this.#latest;
  }
}

interface Found {
  readonly session: Session;
  readonly failovers: readonly Failover[];
  readonly ageMs: number;
}

function lookOf(report: StatusReport, { session, failovers, ageMs }: Found): Look {
  const { self, stranger, attached, warnings } = report;
  const at = session.clock.now() - ageMs;
  const addresses = report.addresses.map((address): AddressLook => {
    const on = attached.get(address.name);
    const read = address.owner.state === 'unknown' ? undefined : { ageMs, at };
    return { ...address, read, ...(on === undefined ? {} : { attached: on }) };
  });
  const strange = stranger === undefined ? [] : [`Who this host is: ${stranger.message}`];
  return {
    at: session.clock.wall(),
    cluster: session.config.cluster,
    host: self === null ? undefined : `node ${self.node} (${self.provider})`,
    version,
    addresses,
    failovers,
    problems: [
      ...problemsOf(addresses),
      ...strange.map((message) => ({ message, hint: stranger?.hint, names: [] })),
      ...[...configWarnings(session), ...warnings].map(({ message, hint }) => {
        return { message, hint, names: [] };
      }),
    ],
  };
}
