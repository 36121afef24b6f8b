import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { MemberSight } from '../../triggers/lease/etcd-sight.ts';
import type { Race } from '../../triggers/lease/race.ts';

/** What was seen of etcd, in words. */
export function findingsOn(sights: readonly MemberSight[], ttlMs: number): readonly Check[] {
  const answered = sights.filter(({ failure }) => failure === undefined);
  const check = answersOf(sights);
  if (answered.length === 0) return [check];
  return [check, quorumOf(answered), tripOf(answered, ttlMs), diskOf(answered), clockOf(answered)];
}

function answersOf(sights: readonly MemberSight[]): Check {
  const silent = sights.filter(({ failure }) => failure !== undefined);
  const [first] = silent;
  if (first === undefined) {
    const versions = [...new Set(sights.map(({ version }) => version))];
    return passed('etcd.answers', `All ${sights.length} answer: etcd ${versions.join(', ')}`);
  }
  const { failure } = first;
  const isLost = silent.length * 2 >= sights.length;
  return checked('etcd.answers', isLost ? 'fail' : 'warn', {
    detail: `${silent.length} of ${sights.length} do not answer: ${failure?.message}`,
    fix: failure?.hint ?? `See on that host whether etcd runs: systemctl status etcd`,
  });
}

function quorumOf(answered: readonly MemberSight[]): Check {
  const leaderless = answered.find(({ leader }) => leader === undefined);
  if (leaderless !== undefined) {
    return checked('etcd.quorum', 'fail', {
      detail: `${leaderless.endpoint} knows no leader: most members do not hear each other`,
      fix: 'Let the ports 2379 and 2380 through between all members, and see: etcdctl endpoint status --cluster',
    });
  }
  const alarm = answered.find(({ alarms = [] }) => alarms.length > 0);
  if (alarm !== undefined) {
    return checked('etcd.quorum', 'fail', {
      detail: `${alarm.endpoint} raises an alarm: ${alarm.alarms?.join(', ')}`,
      fix: 'Where it has no room, etcdctl compact and defrag, then etcdctl alarm disarm',
    });
  }
  const leaders = new Set(answered.map(({ leader }) => leader));
  const members = Math.max(...answered.map((one) => one.members ?? 0));
  if (leaders.size > 1) {
    return checked('etcd.quorum', 'fail', {
      detail:
        'The members of leases.etcd.endpoints follow different leaders: they are not of one cluster',
      fix: 'Name the members of one cluster there: etcdctl member list',
    });
  }
  if (members >= 3 && members % 2 === 1)
    return passed('etcd.quorum', `${members} members, one leader`);
  return checked('etcd.quorum', 'warn', {
    detail:
      members === 1
        ? 'etcd has one member: while it is away nobody is elected'
        : `etcd has ${members} members: one more outlives no more of them`,
    fix: 'Add members until there are three, on three hosts: etcdctl member add',
  });
}

function tripOf(answered: readonly MemberSight[], ttlMs: number): Check {
  const [slowest] = answered.toSorted((a, b) => (b.roundTripMs ?? 0) - (a.roundTripMs ?? 0));
  const ms = slowest?.roundTripMs ?? 0;
  const ttl = `${ttlMs / 1000} s`;
  const detail = `At worst ${ms.toFixed(0)} ms for an answer, with leases of ${ttl}`;
  // All members in turn get a quarter of a lease each, and a turn is two requests.
  if (ms < ttlMs / 20) return passed('etcd.trip', detail);
  return checked('etcd.trip', ms < ttlMs / 8 ? 'warn' : 'fail', {
    detail: `${detail}: ${slowest?.endpoint} leaves no room for a second try`,
    fix: `Set leases.etcd.ttl to ${Math.min(60, Math.ceil((ms * 20) / 1000))}s or more, or bring etcd nearer`,
  });
}

/** What etcd itself asks for: https://etcd.io/docs/v3.4/faq/ (99 of 100 writes within 10 ms). */
const goodFsyncMs = 16;
const badFsyncMs = 128;

function diskOf(answered: readonly MemberSight[]): Check {
  const known = answered.filter(({ fsyncMs }) => fsyncMs !== undefined);
  const [slowest] = known.toSorted((a, b) => (b.fsyncMs ?? 0) - (a.fsyncMs ?? 0));
  if (slowest?.fsyncMs === undefined) {
    return checked('etcd.disk', 'skipped', {
      detail: 'Its metrics do not tell how quick its disk is',
    });
  }
  const { fsyncMs: ms, endpoint } = slowest;
  if (ms <= goodFsyncMs) return passed('etcd.disk', `99 of 100 writes within ${ms} ms`);
  const time = Number.isFinite(ms) ? `take up to ${ms} ms` : 'take more than 8 s';
  return checked('etcd.disk', ms <= badFsyncMs ? 'note' : 'warn', {
    detail: `99 of 100 writes to the disk of ${endpoint} ${time}, and etcd wants 10 ms: leases are lost by slow disks`,
    fix: 'Give etcd a disk of its own, an SSD, or a longer leases.etcd.ttl',
  });
}

const skewMs = 2000;

function clockOf(answered: readonly MemberSight[]): Check {
  const off = answered.find(({ aheadMs = 0 }) => Math.abs(aheadMs) > skewMs);
  if (off?.aheadMs === undefined) return passed('etcd.clock', 'All agree with this host');
  const way = off.aheadMs > 0 ? 'ahead of' : 'behind';
  return checked('etcd.clock', 'warn', {
    detail: `The clock of ${off.endpoint} is ${(Math.abs(off.aheadMs) / 1000).toFixed(0)} s ${way} this one: leases go by no wall clock, certificates and logs do`,
    fix: 'Have both set by the same source: timedatectl set-ntp true',
  });
}

/** Who takes part in the elections for the leases that addresses follow. */
export function findingsOnRaces(
  names: readonly string[],
  races: ReadonlyMap<string, Race>,
): readonly Check[] {
  return names.map((name) => {
    const race = races.get(name);
    const hosts = [...new Set(race?.candidates.map(({ host }) => host))];
    if (race?.holder === undefined) {
      return checked('lease.held', 'fail', {
        detail: `Nobody has lease ${name}`,
        fix: 'Start floatip watch on each host, and see what it logs: journalctl -u floatip',
      });
    }
    if (hosts.length >= 2) {
      return passed(
        'lease.held',
        `${race.holder.host} has lease ${name}; ${hosts.length} hosts take part`,
      );
    }
    return checked('lease.held', 'warn', {
      detail: `${race.holder.host} has lease ${name}, and no other host takes part`,
      fix: 'Start floatip watch on another host too: systemctl enable --now floatip',
    });
  });
}
