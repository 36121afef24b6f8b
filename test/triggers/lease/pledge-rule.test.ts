import { describe, expect, it } from 'vitest';

import { parsePlea, parsePledge } from '../../../src/triggers/lease/plea.ts';
import { whyBarred, whyNoPledge, withoutBarred } from '../../../src/triggers/lease/pledge-rule.ts';

const plea = {
  lease: 'web',
  prefix: '/floatip/',
  host: 'lb1',
  epoch: '12',
  ttlMs: 5000,
  isBinding: true,
};
const situation = {
  host: 'lb2',
  prefix: '/floatip/',
  isFailsafe: true,
  mayWrite: false,
  isBusy: false,
  latest: { host: 'lb1', epoch: '12' },
};

describe('whether a host pledges to leave a lease with another one', () => {
  it.each([
    ['one that it has seen win', {}, undefined],
    ['one of which it has seen nothing', { latest: undefined }, undefined],
    ['one that has won since', { latest: { host: 'lb3', epoch: '9' } }, undefined],
    // As text, 9 comes after 12.
    ['one that came before another', { latest: { host: 'lb3', epoch: '13' } }, /lb3 has won it/],
    ['one that came long before', { latest: { host: 'lb3', epoch: '100' } }, /lb3 has won it/],
    ['one that names the election of another', { latest: { host: 'lb3', epoch: '12' } }, /lb3/],
    ['one that came before itself again', { latest: { host: 'lb1', epoch: '14' } }, /epoch 14/],
    ['anybody while it may act itself', { mayWrite: true }, /this host has it/],
    ['anybody while it writes', { isBusy: true }, /may be on its way/],
    ['anybody where it is off', { isFailsafe: false }, /off/],
    ['one of another set of keys', { prefix: '/other/' }, /\/other\//],
    ['one of its own name', { host: 'lb1' }, /is called lb1 too/],
  ])('%s', (_, differs, why) => {
    const said = whyNoPledge(plea, { ...situation, ...differs });
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });
});

describe('who may take part where a holder may go on without etcd', () => {
  const entry = { host: 'lb1', epoch: '12', ttlMs: 5000, members: ['lb1', 'lb2'] };
  const race = {
    holder: undefined,
    candidates: ['lb1', 'lb2', 'lb3'].map((host) => ({
      id: host,
      host,
      prefer: 100,
      preempts: true,
    })),
    released: undefined,
    raftTerm: '2',
    failsafe: entry,
  };

  it.each([
    ['lb2', entry, undefined],
    ['lb3', entry, /lb1 may go on without etcd by the word of lb1, lb2, and lb3 is not/],
    ['lb3', undefined, undefined],
    ['lb2', { ...entry, members: [] }, /not among them/],
  ])('%s', (host, written, why) => {
    const said = whyBarred(host, written);
    if (why === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(why);
  });

  it('is all that is waited for', () => {
    const { candidates } = withoutBarred(race);
    expect(candidates.map(({ host }) => host)).toEqual(['lb1', 'lb2']);
    expect(withoutBarred({ ...race, failsafe: undefined }).candidates).toHaveLength(3);
  });
});

describe('what hosts ask each other', () => {
  it('is read as it was sent', () => {
    expect(parsePlea(JSON.stringify(plea))).toEqual(plea);
    expect(parsePledge('{"host":"lb2","isGiven":false,"why":"no"}')).toEqual({
      host: 'lb2',
      isGiven: false,
      why: 'no',
    });
  });

  it.each([
    ['', {}],
    ['an epoch that is no number', { epoch: 'x' }],
    ['a time that never ends', { ttlMs: 1e9 }],
    ['a time that is none', { ttlMs: null }],
    ['no lease', { lease: undefined }],
    ['a word for a truth', { isBinding: 'yes' }],
  ])('is not taken with %s', (what, change) => {
    const text = what === '' ? '[]' : JSON.stringify({ ...plea, ...change });
    expect(parsePlea(text)).toBeUndefined();
  });

  it.each(['', '[]', '{"host":"lb2"}', '{"isGiven":true}', '<html>'])(
    'is no word of a peer: %s',
    (text) => expect(parsePledge(text)).toBeUndefined(),
  );
});
