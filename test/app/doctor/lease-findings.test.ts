import { describe, expect, it } from 'vitest';

import { findingsOn, findingsOnRaces } from '../../../src/app/doctor/lease-findings.ts';
import { Failure } from '../../../src/ports/failure.ts';
import type { MemberSight } from '../../../src/triggers/lease/etcd-sight.ts';
import type { Race } from '../../../src/triggers/lease/race.ts';

const well: MemberSight = {
  endpoint: 'http://10.0.0.1:2379',
  version: '3.4.23',
  leader: '7',
  alarms: [],
  members: 3,
  roundTripMs: 3,
  fsyncMs: 4,
  aheadMs: 300,
};
const silent: MemberSight = {
  endpoint: 'http://10.0.0.2:2379',
  failure: new Failure('transport', 'nothing listens there'),
};

describe('what doctor makes of etcd', () => {
  it('is all well where three members agree', () => {
    const statuses = findingsOn([well, well, well], 5000).map(({ status }) => status);
    expect(statuses).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it.each([
    ['one that is silent', [well, well, silent], 'etcd.answers', 'warn', '1 of 3 do not answer'],
    ['most that are silent', [well, silent, silent], 'etcd.answers', 'fail', 'nothing listens'],
    ['no leader', [{ ...well, leader: undefined }], 'etcd.quorum', 'fail', 'knows no leader'],
    ['an alarm', [{ ...well, alarms: ['NOSPACE'] }], 'etcd.quorum', 'fail', 'NOSPACE'],
    ['two clusters', [well, { ...well, leader: '8' }], 'etcd.quorum', 'fail', 'not of one cluster'],
    ['one member', [{ ...well, members: 1 }], 'etcd.quorum', 'warn', 'while it is away'],
    ['two members', [{ ...well, members: 2 }], 'etcd.quorum', 'warn', 'outlives no more'],
    ['slow answers', [{ ...well, roundTripMs: 300 }], 'etcd.trip', 'warn', 'At worst 300 ms'],
    ['very slow ones', [{ ...well, roundTripMs: 900 }], 'etcd.trip', 'fail', 'no room'],
    ['a slow disk', [{ ...well, fsyncMs: 64 }], 'etcd.disk', 'note', 'take up to 64 ms'],
    ['a very slow disk', [{ ...well, fsyncMs: Infinity }], 'etcd.disk', 'warn', 'more than 8 s'],
    ['no metrics', [{ ...well, fsyncMs: undefined }], 'etcd.disk', 'skipped', 'do not tell'],
    ['a clock', [{ ...well, aheadMs: -61_000 }], 'etcd.clock', 'warn', '61 s behind this one'],
  ] as const)('tells of %s', (_what, sights, id, status, says) => {
    const found = findingsOn(sights, 5000).find((check) => check.id === id);
    expect(found).toMatchObject({ status, detail: expect.stringContaining(says) });
    if (status !== 'skipped') expect(found?.fix).toMatch(/\w/);
  });

  it('tells who has the leases', () => {
    const candidate = { id: '1', host: 'lb1', prefer: 100, preempts: true };
    const holder = { id: '1', host: 'lb1', epoch: '4' };
    const race: Race = {
      holder,
      candidates: [candidate],
      released: undefined,
      failsafe: undefined,
      raftTerm: '2',
    };
    const two = { ...race, candidates: [candidate, { ...candidate, id: '2', host: 'lb2' }] };
    const races = new Map([
      ['alone', race],
      ['web', two],
    ]);
    const found = findingsOnRaces(['alone', 'web', 'gone'], races);
    expect(found.map(({ status }) => status)).toEqual(['warn', 'ok', 'fail']);
    expect(found.map(({ detail }) => detail).join('; ')).toBe(
      'lb1 has lease alone, and no other host takes part; lb1 has lease web; 2 hosts take part; Nobody has lease gone',
    );
  });
});
