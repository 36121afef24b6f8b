import type { Cloud } from '../../src/emulator/cloud.ts';
import type { FaultRule } from '../../src/emulator/faults.ts';
import { serveCloud } from '../../src/emulator/serve.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { openFront } from '../support/front.ts';
import type { Front } from '../support/front.ts';
import { hearAnnouncements } from './announcements.ts';
import type { Crew } from './crew.ts';
import { apiPort, frontPort, gateway } from './layout.ts';
import type { HostName } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import type { CloudPace } from './pace.ts';
import { routeTo } from './paths.ts';
import type { Pulse } from './pulse.ts';
import type { Scenario } from './scenario.ts';
import type { AddressPlan } from './setup.ts';
import type { Asked } from './vendors/vendor.ts';

/** The embedded cloud, and the fabric that does as it says: it routes each address to its owner. */
export interface LabCloud {
  /** Who holds an address, in the cloud's books. */
  owner(address: AddressPlan): HostName | null;
  /** Whether a move of any address is under way. */
  isMoving(): boolean;
  /** How many requests to change something have come in so far. */
  writes(): number;
  /** When the first request to change something came in at or after a moment. Of `monotonicMs`. */
  firstWriteMs(sinceMs: number): number | undefined;
  /** The requests since a moment by which a host takes an address. Milliseconds since 1970. */
  takings(sinceMs: number): readonly Taking[];
  /** From now on, each new connection to its API waits so long for its handshake, where there is a front. */
  delayHandshakes(ms: number): void;
  /** When the last address got to where it is. Of `monotonicMs`. */
  movedMs(): number | undefined;
  /** Makes moves take this long, until it recovers. */
  slowDown(ms: number): void;
  /** Meets these faults from now on, until it recovers. */
  suffer(rules: readonly FaultRule[]): void;
  /** Heeds no announcement of keepalived until it recovers: only ARP replies, as some switches do. */
  ignoreKeepalived(): void;
  /** Has an address on a host where it does not belong. */
  mislay(address: AddressPlan, at: HostName): void;
  recover(): void;
}

export interface LabCloudOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly scenario: Scenario;
  /** Called when a move begins: floatip is at work right now. */
  readonly onMove: () => void;
  readonly pace: CloudPace;
}

/** A request by which a host takes an address. */
interface Taking extends Asked {
  /** When it came. Milliseconds since 1970. */
  readonly atMs: number;
}

const lookAgainMs = 2;

/** Has to run inside the fabric. */
export async function startLabCloud(options: LabCloudOptions): Promise<LabCloud> {
  const { crew, scenario, pace } = options;
  const { vendor, addresses } = scenario;
  const wallMs = (): number => performance.timeOrigin + performance.now();
  const bootedMs = wallMs() - monotonicMs();
  const text = `listen: ${gateway}:${apiPort}\n${vendor.topology(scenario, pace)}`;
  const served = await serveCloud(parseTopology({ path: 'the lab', text }), wallMs);
  crew.atEnd(served.close);
  const front = vendor.isFronted === true ? await openApiFront(crew) : undefined;
  const { cloud } = served;
  const { received, faults } = cloud;
  let heedsRequests = true;
  const recover = (): void => {
    faults.clear();
    heedsRequests = true;
    front?.slowDown(0);
    if (pace.answerMs > 0) faults.add(lateAnswers(scenario, pace.answerMs));
  };
  recover();
  const suffer = (rules: readonly FaultRule[]): void => {
    for (const rule of rules) faults.add(rule);
  };
  const router = follow(cloud, options);
  hearAnnouncements(crew, ({ ip, mac, isReply }) => {
    if (!heedsRequests && !isReply) return;
    cloud.tencent.announce(ip, mac);
    router.look();
  });
  const writeTimes = (): readonly number[] =>
    received
      .list()
      .filter(vendor.isWrite)
      .map(({ atMs }) => atMs - bootedMs);

  return {
    owner: (address) => vendor.holder(cloud, address),
    isMoving: () => addresses.some((address) => vendor.isMoving(cloud, address)),
    writes: () => writeTimes().length,
    firstWriteMs: (sinceMs) => writeTimes().find((ms) => ms >= sinceMs),
    takings: (sinceMs) =>
      received.list().flatMap((one) => {
        const asked = one.atMs < sinceMs ? undefined : vendor.taking(one);
        return asked === undefined ? [] : [{ ...asked, atMs: one.atMs }];
      }),
    delayHandshakes(ms) {
      front?.slowDown(ms);
      // What is connected already would not have to wait.
      front?.breakAll();
    },
    movedMs: router.movedMs,
    slowDown: (ms) => suffer(vendor.late(ms)),
    suffer,
    ignoreKeepalived() {
      heedsRequests = false;
    },
    mislay(address, at) {
      vendor.mislay?.(cloud, address, at);
      router.look();
    },
    recover,
  };
}

/** What stands before the API, and speaks TLS. */
async function openApiFront(crew: Crew): Promise<Front> {
  const to = `http://${gateway}:${apiPort}`;
  const front = await openFront({ to, isSecure: true, host: gateway, port: frontPort });
  crew.atEnd(front.close);
  return front;
}

function lateAnswers({ vendor }: Scenario, ms: number): FaultRule {
  return { match: vendor.api, times: 0, fault: { type: 'latency', ms } };
}

interface Router {
  look(): void;
  movedMs(): number | undefined;
}

/**
 * Keeps the routes as the cloud's books have it. Those run no timer of their own: a move is made when
 * somebody looks.
 */
function follow(cloud: Cloud, { crew, pulse, scenario, onMove }: LabCloudOptions): Router {
  const { vendor, addresses } = scenario;
  const router = crew.start(['ip', '-force', '-batch', '-']);
  const owners = new Map<AddressPlan, HostName | null>();
  let movedMs: number | undefined;
  let wasMoving = false;
  const look = (): void => {
    vendor.settle(cloud);
    let hasChanged = false;
    for (const address of addresses) {
      const owner = vendor.holder(cloud, address);
      if (owners.get(address) === owner) continue;
      owners.set(address, owner);
      router.child.stdin?.write(`${routeTo(owner, address, scenario)}\n`);
      movedMs = monotonicMs();
      hasChanged = true;
    }
    const isMoving = addresses.some((address) => vendor.isMoving(cloud, address));
    if (isMoving && !wasMoving) onMove();
    if (hasChanged || isMoving !== wasMoving) pulse.beat();
    wasMoving = isMoving;
  };
  look();
  const timer = setInterval(look, lookAgainMs);
  crew.atEnd(() => clearInterval(timer));
  return { look, movedMs: () => movedMs };
}
