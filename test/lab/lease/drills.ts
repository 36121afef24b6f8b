import type { LeaseHost } from './host.ts';
import type { LeaseLab } from './lab.ts';

export interface Scene {
  readonly lab: LeaseLab;
  /** Who has the lease as it begins. */
  readonly holder: LeaseHost;
  readonly others: readonly LeaseHost[];
}

/** A trouble, what is to become of the address in it, and how it ends. */
export interface LeaseDrill {
  readonly name: string;
  readonly title: string;
  prepare?(scene: Scene): Promise<void>;
  strike(scene: Scene): void | Promise<void>;
  /** Who has the address while it lasts. */
  readonly goesTo: 'another one' | 'nobody else';
  /** The longest from the trouble to the first request to the cloud, where the address goes to another one. */
  boundMs?(lab: LeaseLab): number;
  /** How long it goes on. */
  holdMs(lab: LeaseLab): number;
  mend(scene: Scene): void | Promise<void>;
  /** Whether another one may get it as the trouble ends. */
  readonly mayMoveAtEnd?: true;
  /** Why it cannot be had here, if so. */
  why?(lab: LeaseLab): string | undefined;
}

const brief = (): number => 500;
const leaseAndMore = ({ ttlMs }: LeaseLab): number => ttlMs + 1000;
const twoLeases = ({ ttlMs }: LeaseLab): number => 2 * ttlMs;

async function leadElsewhere({ lab, others: [other] }: Scene): Promise<void> {
  if (other !== undefined) await lab.etcd.lead(other.name);
  // A new leader gives each lease its whole time anew, and half a second more, until the holder renews it.
  await lab.pulse.sleep(lab.ttlMs / 2);
}

const stop: LeaseDrill = {
  name: 'stop',
  title: 'the holder is stopped, as systemctl stop does it',
  goesTo: 'another one',
  strike: async ({ holder }) => await holder.watcher.stop(),
  boundMs: () => 100,
  holdMs: brief,
  mend: async ({ holder }) => await holder.watcher.start(),
};

const kill: LeaseDrill = {
  name: 'kill',
  title: 'the power of the holder is cut: watcher, service, a member of etcd that follows',
  goesTo: 'another one',
  prepare: leadElsewhere,
  strike: async ({ holder }) => await holder.crash(),
  boundMs: leaseAndMore,
  holdMs: brief,
  mend: async ({ holder }) => await holder.boot(),
};

const killLeader: LeaseDrill = {
  ...kill,
  name: 'kill-leader',
  title: 'the same where the member on that host leads etcd, which gives every lease its time anew',
  prepare: async ({ lab, holder }) => await lab.etcd.lead(holder.name),
  // A new leader of etcd counts each lease from its own beginning.
  boundMs: ({ ttlMs }) => 2 * ttlMs + 3000,
};

const freeze: LeaseDrill = {
  name: 'freeze',
  title: 'the holder stands still, and goes on after two leases',
  goesTo: 'another one',
  prepare: leadElsewhere,
  strike: ({ holder }) => holder.freeze(),
  boundMs: leaseAndMore,
  holdMs: twoLeases,
  mend: ({ holder }) => holder.thaw(),
};

const cut: LeaseDrill = {
  name: 'cut',
  title: 'the holder reaches no other member of etcd, but cloud and client as before',
  goesTo: 'another one',
  prepare: leadElsewhere,
  strike: ({ holder }) => holder.leaveEtcd(),
  boundMs: leaseAndMore,
  holdMs: twoLeases,
  mend: ({ holder }) => holder.rejoin(),
};

const cloudAway: LeaseDrill = {
  name: 'cloud',
  title: 'the holder does not reach the cloud',
  goesTo: 'nobody else',
  strike: ({ holder }) => holder.leaveCloud(),
  holdMs: twoLeases,
  mend: ({ holder }) => holder.rejoin(),
};

const cloudAwayNext: LeaseDrill = {
  name: 'cloud-next',
  title: 'the holder is stopped while the others do not reach the cloud',
  goesTo: 'nobody else',
  async strike({ holder, others }) {
    for (const other of others) other.leaveCloud();
    await holder.watcher.stop();
  },
  holdMs: twoLeases,
  async mend({ holder, others }) {
    for (const other of others) other.rejoin();
    await holder.watcher.start();
  },
  mayMoveAtEnd: true,
};

const etcdLeader: LeaseDrill = {
  name: 'etcd-leader',
  title: 'the leader of etcd is killed',
  goesTo: 'nobody else',
  prepare: leadElsewhere,
  async strike({ lab, others: [other] }) {
    if (other !== undefined) await lab.etcd.member(other.name).kill();
  },
  holdMs: twoLeases,
  mend: ({ lab, others: [other] }) =>
    other === undefined ? undefined : lab.etcd.member(other.name).start(),
};

const disk: LeaseDrill = {
  name: 'disk',
  title: 'the disk of the leader of etcd stands still (fsfreeze of its file system)',
  goesTo: 'nobody else',
  why: ({ etcd }) =>
    etcd.members.some((one) => one.disk.freeze === undefined)
      ? 'there are no loop devices here'
      : undefined,
  prepare: leadElsewhere,
  strike: ({ lab, others: [other] }) =>
    other === undefined ? undefined : lab.etcd.member(other.name).disk.freeze?.(),
  holdMs: twoLeases,
  mend: ({ lab, others: [other] }) =>
    other === undefined ? undefined : lab.etcd.member(other.name).disk.thaw?.(),
  // As it thaws, etcd 3.4 revokes leases that it takes for dead, and that are not (etcd-io/etcd#15247).
  mayMoveAtEnd: true,
};

const etcdAway: LeaseDrill = {
  name: 'etcd',
  title: 'all of etcd stands still, for 60 s or, with --quick, three leases',
  goesTo: 'nobody else',
  strike({ lab }) {
    for (const member of lab.etcd.members) member.freeze();
  },
  holdMs: ({ ttlMs }) => (ttlMs < 5000 ? 3 * ttlMs : 60_000),
  mend({ lab }) {
    for (const member of lab.etcd.members) member.thaw();
  },
  mayMoveAtEnd: true,
};

const clock: LeaseDrill = {
  name: 'clock',
  title: 'the wall clock of the holder is set an hour ahead, and back again',
  goesTo: 'nobody else',
  strike: ({ holder }) => holder.stepClock(3_600_000),
  holdMs: twoLeases,
  mend: ({ holder }) => holder.stepClock(0),
};

export const leaseDrills: readonly LeaseDrill[] = [
  stop,
  kill,
  killLeader,
  freeze,
  cut,
  cloudAway,
  cloudAwayNext,
  etcdLeader,
  disk,
  etcdAway,
  clock,
];
