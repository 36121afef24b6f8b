import { openClouds } from '../../src/providers/clouds.ts';
import { registry } from '../../src/providers/registry.ts';
import { harbourEntry } from '../fixtures/harbour/cloud.ts';
import { emptyHarbour } from '../fixtures/harbour/state.ts';
import type { KindCase } from './kind-case.ts';

const ip = '203.0.113.70';
/** Another cloud, which has nothing. */
const beside = 'digitalocean: { tokens: [], droplets: [], reservedIps: [] }';
const nothingTakesTime = 'Nothing takes time in the harbour, and nothing is lost on the way there';
const harbour = emptyHarbour(['203.0.113.79']);

/** Matches no request, as none is sent. */
const none = { service: 'digitalocean-api' } as const;

const berth: KindCase = {
  kind: 'harbour-berth',
  self: 'Q2',
  other: 'Q1',
  topology: beside,
  entry: `ip: ${ip}`,
  unknown: 'ip: 203.0.113.79',
  env: { HARBOUR_TOKEN: 'ahoy' },
  clouds: () => openClouds({ ...registry, harbour: harbourEntry(harbour) }),
  many(count) {
    harbour.reads = 0;
    const numbers = Array.from({ length: count }, (_, index) => index);
    return { topology: beside, entries: numbers.map((index) => `ip: 198.18.0.${index}`) };
  },
  mostReads: () => 1,
  place(_cloud, node) {
    Object.assign(harbour, { writes: 0, refusals: [] });
    if (node === null) harbour.holders.delete(ip);
    else harbour.holders.set(ip, node);
  },
  holder: () => harbour.holders.get(ip) ?? null,
  reads: () => harbour.reads,
  writes: () => harbour.writes,
  showsChanges: true,
  move: [none],
  troubles: {
    throttled: () => void (harbour.refusals = ['throttled', 'throttled']),
    busy: () => void (harbour.refusals = ['busy', 'busy', 'busy']),
    denied: () => void (harbour.refusals = Array.from({ length: 9 }, () => 'denied' as const)),
    failing: { match: none, fault: { type: 'reset' } },
    endless: { match: none, fault: { type: 'reset' } },
  },
  skip: {
    superseded: nothingTakesTime,
    'answer lost': nothingTakesTime,
    'change fails': nothingTakesTime,
    deadline: nothingTakesTime,
    abort: nothingTakesTime,
  },
};

export const madeUpKinds: readonly KindCase[] = [berth];
