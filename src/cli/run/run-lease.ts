import type { Io } from '../../app/io.ts';
import type { Config } from '../../config/config.ts';
import { loadLeaseSettings } from '../../config/lease-settings.ts';
import { loadConfig } from '../../config/load.ts';
import { plainLine } from '../../core/plain-text.ts';
import { startDeadline } from '../../lib/time/deadline.ts';
import { sleep } from '../../lib/time/sleep.ts';
import { Failure } from '../../ports/failure.ts';
import type { LeaseStore } from '../../triggers/lease/lease-store.ts';
import { openStore } from '../../triggers/lease/open-lease.ts';
import { whyBarred, withoutBarred } from '../../triggers/lease/pledge-rule.ts';
import type { Holder, Race } from '../../triggers/lease/race.ts';
import type { Context } from '../context.ts';
import type { HookOptions } from '../options.ts';
import { hostsIn, jsonOf, textOf } from '../print/hosts-of-leases.ts';
import { printJson } from '../print/print-report.ts';

/** Prints who has each lease. Throws `config` where there is none. */
export async function runLeaseList(options: HookOptions, { io }: Context): Promise<void> {
  await withStore(options, io, async ({ store, signal, config }) => {
    const races = [...(await store.list(signal))];
    const health = hostsIn(config, races);
    if (options.json === true) {
      const leases = races.map(([name, { holder, candidates }]) => ({
        name,
        holder: holder === undefined ? null : { host: holder.host, epoch: holder.epoch },
        candidates: candidates.map(({ host, prefer }) => ({ host, prefer })),
        ...(health.has(name) ? { hosts: jsonOf(health.get(name)) } : {}),
      }));
      printJson({ leases }, io);
      return;
    }
    for (const [name, race] of races) {
      const hosts = textOf(health.get(name));
      io.stdout.write(`${plainLine(`${lineOf(name, race)}${hosts}`)}\n`);
    }
    if (races.length === 0) io.stderr.write('floatip: No host takes part in an election\n');
  });
}

function lineOf(name: string, race: Race): string {
  const { holder, candidates, failsafe } = race;
  const waiting = withoutBarred(race).candidates;
  const others = waiting.filter(({ id }) => id !== holder?.id).map(({ host }) => host);
  const barred = candidates.filter(({ host }) => whyBarred(host, failsafe) !== undefined);
  const who = holder === undefined ? 'nobody has it' : `${holder.host} (epoch ${holder.epoch})`;
  const rest = others.length === 0 ? 'nobody else takes part' : `then ${others.join(', ')}`;
  const hosts = barred.map(({ host }) => host).join(', ');
  const out = hosts === '' ? '' : `; may not take part: ${hosts}`;
  return `${name}  ${who}; ${rest}${out}`;
}

/** Has a lease given away. Throws where nobody else takes it in time. */
export async function runLeaseRelease(
  name: string,
  options: HookOptions,
  { io }: Context,
): Promise<void> {
  await withStore(options, io, async (opened) => {
    const { store, signal, ttlMs, prefix } = opened;
    const race = await store.look(name, signal);
    const { holder, candidates } = race;
    if (holder === undefined) throw nobodyHas(name, race, prefix);
    if (candidates.every(({ id }) => id === holder.id)) throw nobodyElse(name, holder);
    await store.askToRelease(name, { id: holder.id, ttlMs: 2 * ttlMs }, signal);
    const next = await nextHolder(name, { ...opened, io, before: holder });
    if (options.json === true) printJson({ name, from: holder.host, to: next.host }, io);
    else io.stdout.write(`${plainLine(`${name}: ${holder.host} → ${next.host}`)}\n`);
  });
}

const lookAgainMs = 100;

interface Waiting extends Opened {
  readonly io: Io;
  readonly before: Holder;
}

/** A holder that does not hear of it has lost it after two leases, or is at work on an address. */
async function nextHolder(name: string, waiting: Waiting): Promise<Holder> {
  const { store, signal, ttlMs, io, before } = waiting;
  const until = io.clock.now() + 2 * ttlMs;
  while (io.clock.now() < until) {
    const { holder } = await store.look(name, signal);
    if (holder !== undefined && holder.id !== before.id) return holder;
    await sleep(io.clock, lookAgainMs, signal);
  }
  throw new Failure('locked', `${before.host} has not given lease ${name} away in time`, {
    hint: `See whether a takeover goes on there: floatip history`,
  });
}

function nobodyHas(name: string, { failsafe }: Race, prefix: string): Failure {
  if (failsafe !== undefined) {
    const members = failsafe.members.join(', ');
    return new Failure('missing', `Nobody has lease ${name}, and only ${members} may take it`, {
      hint: `Start one of them. If all of them are gone for good, let others in: etcdctl del ${prefix}${name}/failsafe`,
    });
  }
  return new Failure('missing', `Nobody has a lease ${name}`, {
    hint: 'See which there are with: floatip lease list',
  });
}

function nobodyElse(name: string, { host }: Holder): Failure {
  return new Failure('missing', `Nobody but ${host} takes part in the election for lease ${name}`, {
    hint: 'Start floatip watch on another host first',
  });
}

interface Opened {
  readonly config: Config;
  readonly store: LeaseStore;
  readonly signal: AbortSignal;
  readonly ttlMs: number;
  readonly prefix: string;
}

async function withStore(
  { config: path, timeout = 60_000 }: HookOptions,
  { env, clouds, clock, signal: parent, adapter }: Io,
  work: (opened: Opened) => Promise<void>,
): Promise<void> {
  const config = await loadConfig({ path, env, clouds });
  const settings = loadLeaseSettings(config, env);
  const network = adapter === undefined ? {} : { adapter };
  const store = openStore(settings, { clock, ...network });
  const deadline = startDeadline({ clock, ms: timeout, parent });
  try {
    const { ttlMs, prefix } = settings;
    await work({ config, store, signal: deadline.signal, ttlMs, prefix });
  } finally {
    deadline.end();
    store.close();
  }
}
