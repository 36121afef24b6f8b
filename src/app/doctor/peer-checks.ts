import * as v from 'valibot';

import type { Address } from '../../core/address.ts';
import { parseJson } from '../../lib/json.ts';
import { version } from '../../lib/version.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { asFailure, isFailure } from '../../ports/failure.ts';
import { status as statusOfAll } from '../status.ts';
import type { AddressStatus } from '../status.ts';
import type { Examination } from './examination.ts';
import { askPage } from './pages-of-watcher.ts';
import type { Surroundings } from './surroundings.ts';

/** What is read of a watcher's `/status`. */
const statusPage = v.object({
  addresses: v.array(
    v.object({
      name: v.string(),
      role: v.nullish(v.string()),
      owner: v.object({ state: v.string(), node: v.nullish(v.string()) }),
    }),
  ),
});
type Theirs = v.InferOutput<typeof statusPage>['addresses'][number];

/** Whether the watchers of other hosts say the same as this host. */
export function peerChecks(surroundings: Surroundings): readonly Examination[] {
  return surroundings.peers.map((peer) => ({
    ids: ['peer.answers', ...told],
    run: (signal, find) => look(baseOf(peer), { surroundings, signal, find }),
  }));
}

const usualPort = 9477;
/** What only an answer tells. */
const told = ['peer.agrees', 'peer.roles', 'peer.version'] as const;

/** `10.0.0.3`, `10.0.0.3:9477`, `http://…` */
function baseOf(peer: string): string {
  if (/^https?:/.test(peer)) return peer.replace(/\/$/, '');
  return /:\d+$/.test(peer) ? `http://${peer}` : `http://${peer}:${usualPort}`;
}

interface Asking {
  readonly surroundings: Surroundings;
  readonly signal: AbortSignal;
  readonly find: (check: Check) => void;
}

async function look(base: string, { surroundings, signal, find }: Asking): Promise<void> {
  const reply = await askPage(`${base}/status`, surroundings, signal).catch(asFailure);
  const mute = (detail: string): void => {
    const fix = `See on that host whether floatip watch runs, with --listen: floatip watch --listen ${new URL(base).host}`;
    find(checked('peer.answers', 'fail', { detail, fix }));
    for (const id of told) find(skipped(id, `Not looked at: ${base} does not answer as it should`));
  };
  if (isFailure(reply)) return mute(reply.message);
  const parsed = v.safeParse(statusPage, parseJson(reply.body));
  if (!parsed.success) {
    return mute(`${base}/status answers ${reply.status}, and not as a watcher does`);
  }
  find(passed('peer.answers', `${base} knows ${parsed.output.addresses.length} addresses`));
  for (const check of await compare(parsed.output.addresses, surroundings)) find(check);
  find(await versionOf(base, surroundings, signal));
}

async function compare(
  theirs: readonly Theirs[],
  { session, addresses }: Surroundings,
): Promise<readonly Check[]> {
  if (session === undefined || addresses.length === 0) return [];
  const order = {
    addresses,
    deadlineMs: session.config.timing.deadlineMs,
    dryRun: true,
    cause: 'doctor',
  };
  const { addresses: ours } = await statusOfAll(order, session);
  return addresses.flatMap((address) => {
    const own = ours.find(({ name }) => name === address.name);
    const other = theirs.find(({ name }) => name === address.name);
    return own === undefined ? [] : compareOne(address, own, other);
  });
}

function compareOne(
  { name, follow }: Address,
  own: AddressStatus,
  other: Theirs | undefined,
): readonly Check[] {
  if (other === undefined) {
    const detail = 'That host does not know it';
    const fix = 'Give both hosts the same config, names included';
    return [checked('peer.agrees', 'fail', { detail, fix, address: name })];
  }
  const [here, there] = [ownerText(own.owner), ownerText(other.owner)];
  const agreement =
    here === there
      ? passed('peer.agrees', `Both say: ${here}`, name)
      : checked('peer.agrees', 'warn', {
          detail: `This host says ${here}, that one ${there}`,
          fix: 'Look again in a few seconds; where it stays so, compare both configs and both tokens',
          address: name,
        });
  return follow === undefined
    ? [agreement]
    : [agreement, rolesOf(name, own.role, other.role ?? null)];
}

function ownerText(owner: {
  readonly state: string;
  readonly node?: string | null | undefined;
}): string {
  return owner.state === 'held' ? `held by ${owner.node}` : owner.state;
}

function rolesOf(name: string, own: string | null, other: string | null): Check {
  const masters = [own, other].filter((role) => role === 'MASTER').length;
  if (masters === 1) {
    return passed('peer.roles', `${own === 'MASTER' ? 'This host' : 'That one'} is MASTER`, name);
  }
  if (masters === 2) {
    return checked('peer.roles', 'fail', {
      detail: 'Both hosts are MASTER: they do not hear each other',
      fix: 'Let protocol 112 (VRRP) through between both, and use unicast_peer: tcpdump -ni any proto 112',
      address: name,
    });
  }
  return checked('peer.roles', 'warn', {
    detail: `No host is MASTER: this one is ${own ?? 'not told'}, that one ${other ?? 'not told'}`,
    fix: 'See whether keepalived runs on both, and its checks pass: journalctl -u keepalived',
    address: name,
  });
}

async function versionOf(
  base: string,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<Check> {
  const { body } = await askPage(`${base}/metrics`, surroundings, signal);
  const [, theirs = version] = /^floatip_build_info\{.*?version="([^"]*)"/m.exec(body) ?? [];
  if (theirs === version) return passed('peer.version', theirs);
  return checked('peer.version', 'note', {
    detail: `That host has floatip ${theirs}, this one ${version}`,
    fix: 'Install the same version on both',
  });
}
