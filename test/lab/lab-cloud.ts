import type { FaultRule } from '../../src/cloud/faults.ts';
import type { Received } from '../../src/cloud/received.ts';
import { serveCloud } from '../../src/cloud/serve.ts';
import { parseTopology } from '../../src/cloud/topology.ts';
import { token } from '../support/token.ts';
import type { Crew } from './crew.ts';
import { apiPort, gateway, hostNames, hostPlans, metadataIp, reservedIp } from './layout.ts';
import type { HostName } from './layout.ts';
import { monotonicMs } from './monotonic.ts';
import type { CloudPace } from './premises.ts';
import type { Pulse } from './pulse.ts';

/** The embedded cloud, and the fabric that does as it says: it routes the reserved IP to its owner. */
export interface LabCloud {
  /** Who holds the reserved IP, in the cloud's books. */
  owner(): HostName | null;
  /** Whether a move is under way. */
  isMoving(): boolean;
  /** How many requests to change something have come in so far. */
  writes(): number;
  /** When the first request to change something came in at or after a moment. Of `monotonicMs`. */
  firstWriteMs(sinceMs: number): number | undefined;
  /** When the reserved IP got to where it is. Of `monotonicMs`. */
  movedMs(): number | undefined;
  /** Makes the next move take this long. */
  slowDown(ms: number): void;
  /** Meets these faults from now on, until it recovers. */
  suffer(rules: readonly FaultRule[]): void;
  recover(): void;
  close(): Promise<void>;
}

export interface LabCloudOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  /** Called when a move begins: floatip is at work right now. */
  readonly onMove: () => void;
  readonly pace: CloudPace;
}

const lookAgainMs = 2;

/** Has to run inside the fabric. */
export async function startLabCloud(options: LabCloudOptions): Promise<LabCloud> {
  const { crew, pulse, onMove, pace } = options;
  const wallMs = (): number => performance.timeOrigin + performance.now();
  const bootedMs = wallMs() - monotonicMs();
  const parsed = parseTopology({ path: 'the lab', text: topology(pace) });
  const served = await serveCloud(parsed, wallMs);
  const { digitalocean: state, received, faults } = served.cloud;
  const reserved = state.reservedIps.get(reservedIp);
  if (reserved === undefined) throw new Error(`No ${reservedIp} in the topology`);
  const isMoving = (): boolean => state.pendingOn(reserved) !== undefined;
  const recover = (): void => {
    faults.clear();
    if (pace.answerMs > 0) faults.add(lateAnswers(pace.answerMs));
  };
  recover();
  const writes = (): readonly Received[] =>
    received.list().filter(({ method }) => method === 'POST');
  const router = crew.start(['ip', '-force', '-batch', '-']);
  let movedMs: number | undefined;
  let seen = { droplet: reserved.droplet, isMoving: false };

  // The cloud's books run no timer of their own: a move is made when somebody looks.
  const look = (): void => {
    state.settle();
    const now = { droplet: reserved.droplet, isMoving: isMoving() };
    if (now.droplet === seen.droplet && now.isMoving === seen.isMoving) return;
    if (now.droplet !== seen.droplet) movedMs = monotonicMs();
    if (now.droplet !== seen.droplet) router.child.stdin?.write(`${routeTo(now.droplet)}\n`);
    if (now.isMoving && !seen.isMoving) onMove();
    seen = now;
    pulse.beat();
  };
  const timer = setInterval(look, lookAgainMs);

  return {
    owner: () => nameOf(reserved.droplet),
    isMoving,
    writes: () => writes().length,
    firstWriteMs: (sinceMs) =>
      writes()
        .map(({ atMs }) => atMs - bootedMs)
        .find((ms) => ms >= sinceMs),
    movedMs: () => movedMs,
    slowDown(ms) {
      faults.add({ match: { method: 'POST' }, fault: { type: 'action', ms } });
    },
    suffer(rules) {
      for (const rule of rules) faults.add(rule);
    },
    recover,
    async close() {
      clearInterval(timer);
      await served.close();
    },
  };
}

function lateAnswers(ms: number): FaultRule {
  return { match: { service: 'digitalocean-api' }, times: 0, fault: { type: 'latency', ms } };
}

function nameOf(droplet: number | null): HostName | null {
  return hostNames.find((name) => hostPlans[name].droplet === droplet) ?? null;
}

function routeTo(droplet: number | null): string {
  const owner = nameOf(droplet);
  const target =
    owner === null ? `blackhole ${reservedIp}` : `${reservedIp}/32 via ${hostPlans[owner].ip}`;
  return `route replace ${target}`;
}

/** One metadata service for all, at its own address, which knows who asks by where that comes from. */
function topology({ moveMs }: CloudPace): string {
  const droplets = hostNames
    .map((name) => hostPlans[name])
    .map(
      ({ name, droplet, ip }) =>
        `    - { id: ${droplet}, name: ${name}, region: nyc3, source: ${ip} }`,
    );
  return `
listen: ${gateway}:${apiPort}
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: ${moveMs}
  # A lab fails over more often in an hour than anybody's site in a year.
  limits: { perMinute: 100000, perHour: 1000000 }
  metadata: { listen: '${metadataIp}:80' }
  droplets:
${droplets.join('\n')}
  reservedIps: [{ ip: ${reservedIp}, region: nyc3 }]
`;
}
