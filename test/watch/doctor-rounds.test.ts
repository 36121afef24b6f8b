import { describe, expect, it } from 'vitest';

import { emptyBook } from '../../src/alerts/book.ts';
import { fold } from '../../src/alerts/fold.ts';
import type { Signal } from '../../src/alerts/signal.ts';
import { factsOfThisHost } from '../../src/app/doctor/host-facts.ts';
import { diagnoseAgain } from '../../src/app/doctor/recurring.ts';
import type { Session } from '../../src/app/session.ts';
import type { Alarms } from '../../src/ports/alarms.ts';
import { checked, passed, skipped } from '../../src/ports/check.ts';
import type { Check } from '../../src/ports/check.ts';
import { Failure } from '../../src/ports/failure.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { DoctorRounds } from '../../src/watch/doctor-rounds.ts';
import type { Look } from '../../src/watch/doctor-rounds.ts';
import { watchPages } from '../../src/watch/watch-pages.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { openIo } from '../support/run-main.ts';
import { apiRequests, startWatching, twoAddresses } from '../support/watching.ts';

const minuteMs = 60_000;
const expired = checked('cloud.credentials', 'fail', {
  detail: 'The token is refused',
  fix: 'Make another one',
});
const silentPeer = checked('peer.answers', 'fail', { detail: 'No answer' });
const well = passed('cloud.credentials', 'The cloud accepts them');

interface Rounds {
  pass(ms: number): Promise<void>;
  readonly doctor: DoctorRounds;
  readonly config: { doctorMs: number; alerts?: Session['config']['alerts'] };
  /** When it looked, in minutes. */
  readonly looks: number[];
  readonly logged: string[];
  /** What people may have to be told: each check with why it fails, or nothing. */
  readonly alarmed: [check: string, reason: string | undefined][];
  /** What it finds from now on. */
  finds: readonly Check[] | Failure;
  fails(): Promise<string | undefined>;
}

async function startRounds(doctorMs = 60 * minuteMs, hasPages = true): Promise<Rounds> {
  const clock = new FakeClock();
  const { io } = openIo({ clock, world: startInProcessCloud(clock) });
  const config: Rounds['config'] = { doctorMs };
  const reloadable = { session: { config } as Session };
  const metrics = createMetrics(clock.wall);
  const looks: number[] = [];
  const logged: string[] = [];
  const alarmed: Rounds['alarmed'] = [];
  const alarms: Pick<Alarms, 'checked'> = {
    checked: (check, failure) => void alarmed.push([check, failure?.message]),
  };
  const at = (level: string) => (_: object, message: string) => void logged.push(level + message);
  const log = { error: at('error: '), warn: at('warn: '), info: at(''), debug: () => undefined };
  const find: Look = () => {
    looks.push(Math.round(clock.now() / minuteMs));
    return rounds.finds instanceof Failure
      ? Promise.reject(rounds.finds)
      : Promise.resolve(rounds.finds);
  };
  const onBug = (error: unknown): never => {
    throw error;
  };
  const told = { metrics, log, alarms, onBug, hasPages };
  const doctor = new DoctorRounds({ io, reloadable, ...told, look: find });
  const rounds: Rounds = {
    pass: (ms) => clock.run(new Promise<void>((resolve) => clock.after(ms, resolve))),
    doctor,
    config,
    looks,
    logged,
    alarmed,
    finds: [well],
    async fails() {
      const text = await metrics.text({ cluster: undefined });
      return /^floatip_doctor_fail (.*)$/m.exec(text)?.[1];
    },
  };
  doctor.start();
  return rounds;
}

function never(): never {
  throw new Error('There is nothing to log');
}

describe('a watcher asks the doctor', () => {
  it('once an hour, and for the first time earlier, as hosts that start together should not', async () => {
    const { pass, doctor, looks, fails } = await startRounds();
    expect(await fails()).toBeUndefined();
    await pass(150 * minuteMs);
    expect(looks).toEqual([45, 105]);
    expect(await fails()).toBe('0');
    doctor.end();
  });

  it('tells what fails once, on the page, in a metric and in the log, and looks again soon', async () => {
    const rounds = await startRounds();
    const { pass, doctor, looks, logged, fails } = rounds;
    rounds.finds = [expired, silentPeer];
    await pass(48 * minuteMs);
    expect(await fails()).toBe('2');
    expect(doctor.unwell()).toEqual([
      'doctor: cloud.credentials: The token is refused. Make another one',
    ]);
    await pass(10 * minuteMs);
    expect(looks).toEqual([45, 50, 55]);
    expect(logged).toEqual(['error: The token is refused', 'error: No answer']);
    rounds.finds = [well];
    await pass(10 * minuteMs);
    expect({ fails: await fails(), unwell: doctor.unwell() }).toEqual({ fails: '0', unwell: [] });
    expect(logged).toContain('doctor finds it well again');
    doctor.end();
  });

  it('makes /readyz 503 with what it finds', async () => {
    const watching = await startWatching({ config: twoAddresses });
    const metrics = createMetrics(watching.clock.wall);
    await watching.pass(1000);
    const pages = (unwell: () => readonly string[]) =>
      watchPages({ reloadable: watching.reloadable, metrics, lacks: [], unwell });
    expect(await pages(() => [])['/readyz']?.()).toMatchObject({ status: 200 });
    const told = await pages(() => ['doctor: token.mode: open'])['/readyz']?.();
    expect(told).toMatchObject({ status: 503, body: 'doctor: token.mode: open\n' });
  });

  it('as often as the config says, or never', async () => {
    const often = await startRounds(10 * minuteMs);
    await often.pass(30 * minuteMs);
    expect(often.looks).toEqual([8, 18, 28]);
    often.doctor.end();
    const config = `${twoAddresses}doctor: { interval: never }\n`;
    const { reloadable } = await startWatching({ config });
    expect(reloadable.session.config.doctorMs).toBeUndefined();
    const stub = { session: reloadable.session };
    const clock = new FakeClock();
    const { io } = openIo({ clock, world: startInProcessCloud(clock) });
    const told: unknown[] = [];
    const metrics = { diagnosed: (fails: number | undefined) => void told.push(fails) };
    const onBug = (error: unknown) => void told.push(error);
    const look = () => Promise.reject(new Error('Nobody is to look'));
    const quiet = { error: never, warn: never, info: never, debug: never };
    const alarms = { checked: (check: string) => void told.push(check) };
    const mute = { metrics, log: quiet, alarms, onBug, hasPages: true };
    const doctor = new DoctorRounds({ io, reloadable: stub, ...mute, look });
    doctor.start();
    await clock.run(new Promise<void>((resolve) => clock.after(300 * minuteMs, resolve)));
    expect(new Set(told)).toEqual(new Set([undefined]));
    doctor.end();
  });

  it('and keeps what it knows where a look does not come about', async () => {
    const rounds = await startRounds(10 * minuteMs);
    const { pass, doctor, logged, fails } = rounds;
    rounds.finds = [expired];
    await pass(8 * minuteMs);
    rounds.finds = new Failure('transport', 'No network');
    await pass(10 * minuteMs);
    expect(await fails()).toBe('1');
    expect(logged).toContain('warn: doctor could not look');
    doctor.end();
  });
});

describe('a watcher has people told', () => {
  const listed = (address: string) =>
    checked('cloud.listed', 'fail', { detail: 'There is no such address', address });

  it('of each check that fails, for each address, and of what is well', async () => {
    const rounds = await startRounds(10 * minuteMs);
    rounds.finds = [expired, listed('web'), passed('cloud.listed', 'There it is', 'web6')];
    await rounds.pass(8 * minuteMs);
    expect(rounds.alarmed.splice(0)).toEqual([
      ['cloud.credentials', 'The token is refused'],
      ['cloud.listed web', 'There is no such address'],
      ['cloud.listed web6', undefined],
    ]);
    // An address that the config has no more is not at fault any more.
    rounds.finds = [well];
    await rounds.pass(5 * minuteMs);
    expect(rounds.alarmed).toEqual([
      ['cloud.credentials', undefined],
      ['cloud.listed web', undefined],
    ]);
    rounds.doctor.end();
  });

  it('nothing of what could not be looked at, which stays as it was', async () => {
    const rounds = await startRounds(10 * minuteMs);
    rounds.finds = [listed('web')];
    await rounds.pass(8 * minuteMs);
    rounds.alarmed.splice(0);
    rounds.finds = [skipped('cloud.listed', 'No answer in 10 s')];
    await rounds.pass(5 * minuteMs);
    expect({ alarmed: rounds.alarmed, fails: await rounds.fails() }).toEqual({
      alarmed: [],
      fails: '1',
    });
    expect(rounds.logged).toEqual(['error: There is no such address']);
    rounds.doctor.end();
  });

  it('of what fails at one cloud, whatever another one says', async () => {
    const rounds = await startRounds(10 * minuteMs);
    rounds.finds = [well, expired, well];
    await rounds.pass(8 * minuteMs);
    expect(rounds.alarmed).toEqual([['cloud.credentials', 'The token is refused']]);
    rounds.doctor.end();
  });

  it('once of a fault, and once when it is over, whichever watcher sees that', async () => {
    let book = emptyBook;
    const told = ({ alarmed }: Rounds): readonly string[] => {
      const signals = alarmed.splice(0).map(([check, message], at): Signal => {
        if (message === undefined) return { type: 'checked', check, at };
        return { type: 'checked', check, at, failure: { class: 'config', message } };
      });
      const folded = fold(book, signals, { host: 'lb2', intervalMs: 10_000 });
      book = folded.book;
      return folded.alerts.map(({ kind, about }) => `${kind} ${about?.name}`);
    };
    const rounds = await startRounds(10 * minuteMs);
    rounds.finds = [expired];
    await rounds.pass(28 * minuteMs);
    expect(rounds.looks.length).toBeGreaterThan(2);
    expect(told(rounds)).toEqual(['unhealthy cloud.credentials']);
    rounds.doctor.end();
    const next = await startRounds(10 * minuteMs);
    next.finds = [expired];
    await next.pass(8 * minuteMs);
    expect(told(next)).toEqual([]);
    next.doctor.end();
    const last = await startRounds(10 * minuteMs);
    await last.pass(28 * minuteMs);
    expect(told(last)).toEqual(['recovered cloud.credentials']);
    last.doctor.end();
  });

  it('also where there are no pages, and does not look where nobody is told', async () => {
    const alone = await startRounds(10 * minuteMs, false);
    await alone.pass(60 * minuteMs);
    expect(alone.looks).toEqual([]);
    alone.config.alerts = { on: [], language: 'en', channels: [] };
    await alone.pass(10 * minuteMs);
    expect(alone.looks).toHaveLength(1);
    alone.doctor.end();
  });
});

describe('what the watcher looks at', () => {
  const facts = {
    ...factsOfThisHost(),
    lookup: async () => ['198.51.100.7'],
    certificateOf: async () => ({
      subject: 'api.cloud.test',
      issuer: 'A Real CA',
      endsAt: Number.MAX_SAFE_INTEGER,
      distrust: undefined,
    }),
  };

  it('is a token that has expired while it ran, later than a whole run may take', async () => {
    const watching = await startWatching({ config: twoAddresses });
    watching.ips.add('10.17.0.222');
    const { clock, reloadable, world, io } = watching;
    const { signal } = new AbortController();
    const look = async (): Promise<readonly Check[]> =>
      await clock.run(diagnoseAgain(reloadable.session, io, { signal, facts }));
    await watching.pass(5 * minuteMs);
    const before = await look();
    expect(before.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(before).toContainEqual(
      expect.objectContaining({ id: 'cloud.credentials', status: 'ok' }),
    );
    const fault = { type: 'status', status: 401 } as const;
    world.cloud.faults.add({ match: { service: 'digitalocean-api' }, times: 0, fault });
    world.cloud.received.clear();
    const after = await look();
    expect(after.filter(({ status }) => status === 'fail').map(({ id }) => id)).toContain(
      'cloud.credentials',
    );
    // It asks a cloud for little: what the account is allowed is for takeovers.
    expect(apiRequests(watching).length).toBeLessThan(25);
  });

  it('asks the other hosts that the config names', async () => {
    const watching = await startWatching({ config: `${twoAddresses}peers: [10.0.0.3:9477]\n` });
    const { signal } = new AbortController();
    const { clock, reloadable, io } = watching;
    const checks = await clock.run(diagnoseAgain(reloadable.session, io, { signal, facts }));
    const found = checks.find(({ id }) => id === 'peer.answers');
    expect(found?.status).not.toBe('ok');
    expect(found?.detail).toContain('10.0.0.3');
  });
});
