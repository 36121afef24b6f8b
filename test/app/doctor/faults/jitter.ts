import type { Trip, TripRow } from '../../../../src/core/jitter.ts';
import { Failure } from '../../../../src/ports/failure.ts';
import type { Patient } from '../../../support/doctor.ts';
import { conf } from './fault.ts';
import type { Fault } from './fault.ts';
import { peer } from './peers.ts';

/** 250 trips, one each 10 ms, of 0.4 ms each; those in between are lost, or come all at once after them. */
function trips(from = 0, count = 0, are: 'lost' | 'late' = 'late'): TripRow {
  const row = Array.from({ length: 250 }, (_, index): Trip => {
    const sentAt = index * 10;
    const isHeldUp = index >= from && index < from + count;
    if (isHeldUp && are === 'lost') return { sentAt };
    return { sentAt, backAt: (isHeldUp ? (from + count) * 10 : sentAt) + 0.4 };
  });
  return { everyMs: 10, trips: row };
}

/** A pair of which both hosts have it measured, and what is measured from now on. */
function measured(host: Patient, row: TripRow | Failure, interval?: string): void {
  if (!host.read('etc/config.yaml').includes('jitter')) {
    host.change('etc/config.yaml', 'addresses:', "doctor: { jitter: '10.0.0.2:9478' }\naddresses:");
  }
  if (interval !== undefined) host.change(conf, /advert_int .*/, `advert_int ${interval}`);
  peer(host);
  host.facts = {
    ...host.facts,
    async measureTrips({ to, from }) {
      if (`${to.host}:${to.port} from ${from}` !== '10.0.0.3:9478 from 10.0.0.2') {
        throw new Error(`Nobody is there: ${to.host}:${to.port} from ${from}`);
      }
      if (row instanceof Failure) throw row;
      return row;
    },
  };
}

export const jitterFaults: readonly Fault[] = [
  {
    what: 'a network that is not even enough for what is configured',
    id: 'peer.jitter',
    status: 'warn',
    says: /there and back in 0.4 ms, at most 60 ms; longest gap 70 ms; 0 of 250 lost\. fast does not fit \(a gap of 80 ms, and 72 ms are a takeover\), balanced fits, safe fits\. advert_int 0\.02 of vrrp_instance VI_1 does not fit$/,
    fix: /^Write advert_int 0\.1 on both hosts, as init --detect balanced does, in .*keepalived\.conf:\d+$/,
    plant: (host) => measured(host, trips(100, 6), '0.02'),
    mend: (host) => host.change(conf, 'advert_int 0.02', 'advert_int 0.1'),
  },
  {
    what: 'losses that are too many for what is configured',
    id: 'peer.jitter',
    status: 'warn',
    says: /longest gap 20 ms; 6 of 250 lost\. .*balanced does not fit \(so many losses are 1\.5 false alarms a day\), safe fits\. advert_int 0\.1 of vrrp_instance VI_1 does not fit$/,
    fix: 'Write advert_int 1 on both hosts, as init --detect safe does',
    plant: (host) => measured(host, scattered(), '0.1'),
    mend: (host) => host.change(conf, 'advert_int 0.1', 'advert_int 1'),
  },
  {
    what: 'a network that is not even enough for anything',
    id: 'peer.jitter',
    status: 'warn',
    says: 'safe does not fit (a gap of 4 s, and 3.6 s are a takeover)',
    fix: 'ping -i 0.2 10.0.0.3',
    plant: (host) => measured(host, trips(20, 210, 'lost')),
    mend: (host) => measured(host, trips()),
  },
  {
    what: 'a peer that does not answer what is measured',
    id: 'peer.jitter',
    status: 'skipped',
    says: 'No answer from 10.0.0.3:9478 (UDP)',
    fix: "doctor: { jitter: '10.0.0.3:9478' }, and this host among its peers",
    plant: (host) => measured(host, new Failure('transport', 'No answer from 10.0.0.3:9478 (UDP)')),
    mend: (host) => measured(host, trips()),
  },
  {
    what: 'a peer that answers once, and then nothing',
    id: 'peer.jitter',
    status: 'skipped',
    says: 'All 250 datagrams were lost',
    fix: 'let that port of UDP through',
    plant: (host) => measured(host, trips(0, 250, 'lost')),
    mend: (host) => measured(host, trips()),
  },
];

function scattered(): TripRow {
  const { everyMs, trips: all } = trips();
  const lost = new Set([3, 22, 41, 60, 79, 98]);
  return {
    everyMs,
    trips: all.map((trip, index) => (lost.has(index) ? { sentAt: trip.sentAt } : trip)),
  };
}
