import type { Address } from '../../core/address.ts';
import { listenersIn } from '../../lib/host/listeners.ts';
import type { CheckId } from '../../ports/check-ids.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Introduction, Self } from '../../ports/identity.ts';
import { readingIn } from '../../ports/provider.ts';
import { perCloud } from '../per-cloud.ts';
import type { CloudContext } from '../per-cloud.ts';
import type { Session } from '../session.ts';
import { announcements } from './announcement-checks.ts';
import { endpointChecks } from './endpoint-checks.ts';
import type { Examination } from './examination.ts';
import type { ForEachCloud, Look, OneCloud } from './one-cloud.ts';
import type { Surroundings } from './surroundings.ts';

/** What each cloud says of this node and of the addresses, and the way there. */
export function cloudChecks(surroundings: Surroundings): readonly Examination[] {
  const { session, addresses } = surroundings;
  if (session === undefined || addresses.length === 0) return [];
  const each: ForEachCloud = (ids, look) => overClouds(ids, look, session);
  return [
    each(['metadata.answers', 'cloud.anchor'], (of, find) => metadata(of, surroundings, find)),
    each(['cloud.credentials', 'cloud.listed'], readings),
    each(['interface.there'], (of, find) => announcements(of, surroundings, find)),
    each(asked, preflight),
    ...endpointChecks(each, surroundings),
  ];
}

const asked = ['cloud.actions', 'cloud.region', 'cloud.quota'] as const;

/** Looks at every cloud of the config. One that cannot be connected is skipped: why, its secret says. */
function overClouds(ids: readonly CheckId[], look: Look, session: Session): Examination {
  return {
    ids,
    async run(signal, find) {
      let isBegun = false;
      const work = async ({ connection, addresses }: CloudContext): Promise<void> => {
        isBegun = true;
        await look({ connection, addresses, session, signal }, find);
      };
      const { addresses } = session.config;
      // The examination ends before that.
      const job = { addresses, deadlineMs: 60_000, cause: 'doctor', work, whenFailed };
      try {
        await perCloud(job, session);
      } catch (error) {
        if (isBegun || !isFailure(error, 'config')) throw error;
        for (const id of ids) find(skipped(id, 'Not looked at, as the secret cannot be used'));
      }
    },
  };
}

function whenFailed(_: readonly Address[], failure: Failure): void {
  throw failure;
}

async function metadata(
  { connection, session: { clock }, signal }: OneCloud,
  surroundings: Surroundings,
  find: (check: Check) => void,
): Promise<void> {
  const from = clock.now();
  // Whether it answers is what is asked: what it has said before would hide that it does not.
  const introduction = await connection.identity.introduce(signal, 'now');
  const { node, region } = introduction.self;
  const ms = Math.round(clock.now() - from);
  const where = region === '' ? '' : ` in ${region}`;
  find(passed('metadata.answers', `This is ${node}${where}, said in ${ms} ms`));
  for (const check of anchorChecks(introduction, surroundings)) find(check);
}

/** Where a cloud hands traffic to an IP of the host's own. */
function anchorChecks(
  { anchor }: Introduction,
  { io: { host }, facts }: Surroundings,
): readonly Check[] {
  if (anchor === undefined) return [];
  if (!host.hasIp(anchor)) {
    return [
      checked('cloud.anchor', 'fail', {
        detail: `The cloud hands traffic for this node to ${anchor}, which is on no interface here`,
        fix: `Put it on the public interface, also in the network configuration: ip address add ${anchor} dev eth0`,
      }),
    ];
  }
  const there = passed('cloud.anchor', `${anchor} is on this host`);
  const texts = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => facts.text(path) ?? []);
  if (texts.length === 0) return [there];
  const ports = texts
    .flatMap(listenersIn)
    .filter(({ ip, port }) => [anchor, '0.0.0.0', '::'].includes(ip) && port !== sshPort)
    .map(({ port }) => port);
  if (ports.length === 0) {
    return [
      there,
      checked('cloud.listener', 'warn', {
        detail: `Nothing but SSH listens on ${anchor}, to which the cloud hands the traffic`,
        fix: `Have the service listen on ${anchor} or on all IPs, and see with: ss -ltn`,
      }),
    ];
  }
  const some = [...new Set(ports)].slice(0, 5).join(', ');
  return [there, passed('cloud.listener', `Somebody listens on it, at port ${some}`)];
}

const sshPort = 22;

async function readings(
  { connection, addresses, signal }: OneCloud,
  find: (check: Check) => void,
): Promise<void> {
  const read = await connection.provider.read(addresses, signal);
  const failures = addresses.map((address) => readingIn(read, address)).filter(isFailed);
  const denied = failures.find((failure) =>
    ['denied', 'credentials', 'clock'].includes(failure.class),
  );
  if (denied !== undefined) {
    find(checked('cloud.credentials', 'fail', { detail: denied.message, fix: denied.hint }));
    return;
  }
  const isSilent = failures.length === addresses.length && failures[0]?.class === 'transport';
  if (isSilent) throw new Failure('transport', failures[0]?.message ?? 'No answer');
  find(passed('cloud.credentials', 'The cloud accepts them'));
  for (const address of addresses) {
    const reading = readingIn(read, address);
    const { name } = address;
    if (!isFailure(reading)) {
      const { owner } = reading;
      const holder = owner.state === 'held' ? `${owner.node} holds it` : 'Nobody holds it';
      find(passed('cloud.listed', holder, name));
    } else {
      const { message: detail, hint: fix } = reading;
      find(checked('cloud.listed', 'fail', { detail, fix, address: name }));
    }
  }
}

function isFailed(reading: unknown): reading is Failure {
  return isFailure(reading);
}

async function preflight(
  { connection, addresses, signal }: OneCloud,
  find: (check: Check) => void,
): Promise<void> {
  const { provider } = connection;
  if (provider.preflight === undefined) {
    for (const id of asked) find(skipped(id, `Nothing more can be asked of ${provider.name}`));
    return;
  }
  let self: Self;
  try {
    ({ self } = await connection.identity.introduce(signal));
  } catch (error) {
    if (!isFailure(error, 'config')) throw error;
    for (const id of asked) find(skipped(id, 'Not looked at, as nobody says which node this is'));
    return;
  }
  for (const check of await provider.preflight(addresses, self, signal)) find(check);
}
