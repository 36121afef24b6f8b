import { describe, expect, it } from 'vitest';

import type { FaultRule } from '../../src/emulator/faults.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { reportOf, runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';

/**
 * `floatip assign` under every fault that the embedded cloud can make, alone and in pairs: the
 * outcome, the exit code, the number of writes, and what the cloud says afterwards.
 */

const ip = '203.0.113.10';

/** Where a fault strikes. */
type Place = 'identity' | 'write' | 'action' | 'owner' | 'api';

const matches: Readonly<Record<Place, NonNullable<FaultRule['match']>>> = {
  identity: { service: 'digitalocean-metadata' },
  write: { method: 'POST' },
  action: { method: 'GET', path: '/v2/actions/*' },
  owner: { method: 'GET', path: '/v2/reserved_ips/*' },
  api: { service: 'digitalocean-api' },
};

interface Trouble {
  readonly at: Place;
  readonly fault: FaultRule['fault'];
  /** Whether an assign request that meets this moves the address all the same. */
  readonly moves?: boolean;
}

const json = { 'content-type': 'application/json' };

/** Every trouble that passes: whatever happens, the address has to get here. */
const passing: Readonly<Record<string, Trouble>> = {
  'metadata slow': { at: 'identity', fault: { type: 'latency', ms: 1500 } },
  'metadata resets': { at: 'identity', fault: { type: 'reset' } },
  'metadata hangs': { at: 'identity', fault: { type: 'hang' } },
  'metadata breaks off': { at: 'identity', fault: { type: 'truncate' } },
  'metadata is an error page': { at: 'identity', fault: { type: 'html' } },
  'metadata fails': { at: 'identity', fault: { type: 'status', status: 500 } },
  'metadata has no JSON document': { at: 'identity', fault: { type: 'status', status: 404 } },
  'write slow': { at: 'write', fault: { type: 'latency', ms: 3000 }, moves: true },
  'write slower than its timeout': {
    at: 'write',
    fault: { type: 'latency', ms: 9000 },
    moves: true,
  },
  'write resets': { at: 'write', fault: { type: 'reset' } },
  'write hangs': { at: 'write', fault: { type: 'hang' } },
  'write lost after it took effect': { at: 'write', fault: { type: 'lost' }, moves: true },
  'write answer breaks off': { at: 'write', fault: { type: 'truncate' }, moves: true },
  'write meets an error page': { at: 'write', fault: { type: 'html' } },
  'write meets a friendly page': { at: 'write', fault: { type: 'html', status: 200 } },
  'write fails': { at: 'write', fault: { type: 'status', status: 500 } },
  'write unavailable': { at: 'write', fault: { type: 'status', status: 503 } },
  'write throttled, told how long': {
    at: 'write',
    fault: { type: 'status', status: 429, headers: { ...json, 'retry-after': '2' } },
  },
  'write throttled, told until when': {
    at: 'write',
    fault: { type: 'status', status: 429, headers: { ...json, 'ratelimit-reset': '1795219203' } },
  },
  'write throttled, told nothing': { at: 'write', fault: { type: 'status', status: 429 } },
  'write meets a pending event': {
    at: 'write',
    fault: {
      type: 'status',
      status: 422,
      body: '{"id":"x","message":"Droplet already has a pending event."}',
    },
  },
  'action ends in an error': { at: 'write', fault: { type: 'action', ends: 'errored' } },
  'action cannot be found': {
    at: 'write',
    fault: { type: 'action', shows: 'missing' },
    moves: true,
  },
  'action look-up fails': {
    at: 'write',
    fault: { type: 'action', shows: 'server-error' },
    moves: true,
  },
  'action says done': {
    at: 'write',
    fault: { type: 'action', shows: 'unknown-word' },
    moves: true,
  },
  'action takes its time': { at: 'write', fault: { type: 'action', ms: 8000 }, moves: true },
  'action look-up hangs': { at: 'action', fault: { type: 'hang' } },
  'action look-up resets': { at: 'action', fault: { type: 'reset' } },
  'owner resets': { at: 'owner', fault: { type: 'reset' } },
  'owner hangs': { at: 'owner', fault: { type: 'hang' } },
  'owner breaks off': { at: 'owner', fault: { type: 'truncate' } },
  'owner is an error page': { at: 'owner', fault: { type: 'html' } },
  'owner fails': { at: 'owner', fault: { type: 'status', status: 500 } },
  'owner missing for a moment': { at: 'owner', fault: { type: 'status', status: 404 } },
  'owner throttled': {
    at: 'owner',
    fault: { type: 'status', status: 429, headers: { ...json, 'retry-after': '1' } },
  },
};

interface Scene {
  readonly run: MainRun;
  readonly owner: number | null | undefined;
  /** How many assign requests the cloud got to see. */
  readonly posts: number;
}

type Command = 'assign' | 'release';

/** Droplet 222 takes the address, or 111, which has it, gives it away. */
async function runUnder(command: Command, rules: readonly FaultRule[]): Promise<Scene> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  for (const rule of rules) world.cloud.faults.add(rule);
  const node = command === 'assign' ? '222' : '111';
  const args = [command, ip, '--json'];
  const run = await runMain(args, { clock, world, node });
  const { digitalocean, received } = world.cloud;
  digitalocean.settle();
  const posts = received.list().filter(({ method }) => method === 'POST').length;
  return { run, posts, owner: digitalocean.reservedIps.get(ip)?.droplet };
}

function rulesOf(troubles: readonly Trouble[]): readonly FaultRule[] {
  return troubles.map(({ at, fault }, index) => {
    // Two troubles at one place strike one after the other.
    const skip = troubles.slice(0, index).filter((before) => before.at === at).length;
    return { match: matches[at], skip, fault };
  });
}

/** How many assign requests it takes when these troubles strike in turn. */
function writesUnder(troubles: readonly Trouble[]): number {
  const strikes = troubles.filter(({ at }) => at === 'write');
  const decisive = strikes.findIndex(({ moves }) => moves === true);
  return decisive === -1 ? strikes.length + 1 : decisive + 1;
}

async function expectDone(command: Command, troubles: readonly Trouble[]): Promise<void> {
  const { run, owner, posts } = await runUnder(command, rulesOf(troubles));
  const [result] = reportOf(run).results;
  const [outcome, to] = command === 'assign' ? ['moved', 222] : ['released', null];
  expect(result).toMatchObject({ outcome, writes: writesUnder(troubles) });
  expect({ code: run.code, owner, posts }).toEqual({ code: 0, owner: to, posts: result?.writes });
}

/** Unlike assign, release looks first, and takes an address that is not there for what it says. */
const notForRelease = 'owner missing for a moment';

function troublesFor(command: Command): readonly string[] {
  return Object.keys(passing).filter((name) => command === 'assign' || name !== notForRelease);
}

describe.each(['assign', 'release'] as const)('%s under one trouble that passes', (command) => {
  it.each(troublesFor(command).map((name) => [name, passing[name]!] as const))(
    '%s',
    async (_name, trouble) => {
      await expectDone(command, [trouble]);
    },
  );
});

describe.each(['assign', 'release'] as const)('%s under two troubles that pass', (command) => {
  const names = troublesFor(command);
  const pairs = names.flatMap((first) => names.map((second) => [first, second] as const));

  it.each(names)('%s, and any other', async (name) => {
    for (const [first, second] of pairs.filter((pair) => pair[0] === name)) {
      const troubles = [first, second].flatMap((one) => passing[one] ?? []);
      await expectDone(command, troubles).catch((error: unknown) => {
        throw new Error(`${first}, then ${second}`, { cause: error });
      });
    }
  });
});

interface Lasting extends Trouble {
  readonly outcome: string;
  readonly code: number;
  readonly writes: number;
  readonly says: string;
}

/** Troubles that last: what is said, and what is left. */
const lasting: Readonly<Record<string, Lasting>> = {
  'metadata is silent': {
    at: 'identity',
    fault: { type: 'hang' },
    outcome: 'failed',
    code: 3,
    writes: 0,
    says: 'No metadata of a Droplet from http://metadata-222.test',
  },
  'the token is refused': {
    at: 'write',
    fault: { type: 'status', status: 401 },
    outcome: 'refused',
    code: 4,
    writes: 2,
    says: 'Check that the token is the right one',
  },
  'the token may not': {
    at: 'write',
    fault: { type: 'status', status: 403 },
    outcome: 'refused',
    code: 4,
    writes: 2,
    says: 'reserved_ip:update',
  },
  'no such address': {
    at: 'api',
    fault: { type: 'status', status: 404 },
    outcome: 'failed',
    code: 3,
    writes: 1,
    says: `knows no reserved IP ${ip} in this account`,
  },
  'a redirect': {
    at: 'write',
    fault: { type: 'status', status: 302, headers: { location: 'https://elsewhere.test/' } },
    outcome: 'timed-out',
    code: 6,
    writes: 30,
    says: 'was redirected (302) to https://elsewhere.test/, which is not followed',
  },
  'a request that it does not understand': {
    at: 'write',
    fault: { type: 'status', status: 400 },
    outcome: 'refused',
    code: 7,
    writes: 1,
    says: 'DigitalOcean answered 400',
  },
  'an action that never ends': {
    at: 'write',
    fault: { type: 'action', ends: 'never' },
    outcome: 'timed-out',
    code: 6,
    writes: 1,
    says: 'Out of time after 60.0 s (last seen at 111)',
  },
  'an API that hangs': {
    at: 'write',
    fault: { type: 'hang' },
    outcome: 'timed-out',
    code: 6,
    writes: 10,
    says: 'no answer within 5 s',
  },
};

describe('assign under one trouble that lasts', () => {
  it.each(Object.entries(lasting))(
    '%s',
    async (_name, { at, fault, outcome, code, writes, says }) => {
      const { run, owner, posts } = await runUnder('assign', [
        { match: matches[at], fault, times: 0 },
      ]);
      expect({ code: run.code, posts, owner }).toEqual({ code, posts: writes, owner: 111 });
      expect(run.stderr).toContain(says);
      const { results } = reportOf(run);
      expect(results).toMatchObject([{ outcome, writes }]);
    },
  );
});
