import { describe, expect, it } from 'vitest';

import type { ToldEvent } from '../../src/triggers/keepalived-event.ts';
import { parseEvent } from '../../src/triggers/keepalived-event.ts';

describe('parseEvent()', () => {
  it.each<[string, readonly string[], object, ToldEvent]>([
    [
      'what notify appends',
      ['INSTANCE', 'VI_1', 'MASTER', '200'],
      {},
      { scope: 'INSTANCE', name: 'VI_1', state: 'MASTER', priority: 200 },
    ],
    [
      'the last four words, whatever stands before them',
      ['my', 'own', 'GROUP', 'VG_1', 'FAULT', '0'],
      {},
      { scope: 'GROUP', name: 'VG_1', state: 'FAULT', priority: 0 },
    ],
    [
      'an instance with a blank in its name',
      ['INSTANCE', 'my instance', 'DELETED', '100'],
      {},
      { scope: 'INSTANCE', name: 'my instance', state: 'DELETED', priority: 100 },
    ],
    [
      'options, for notify_master and its siblings',
      [],
      { instance: 'VI_1', state: 'MASTER_RX_LOWER_PRI' },
      { scope: 'INSTANCE', name: 'VI_1', state: 'MASTER_RX_LOWER_PRI', priority: null },
    ],
    [
      'a state in lower case',
      [],
      { group: 'VG_1', state: 'stop' },
      { scope: 'GROUP', name: 'VG_1', state: 'STOP', priority: null },
    ],
  ])('understands %s', (_what, words, options, event) => {
    expect(parseEvent(words, options)).toEqual(event);
  });

  it.each<[string, readonly string[], object, RegExp]>([
    ['nothing', [], {}, /'' is not an event of keepalived/],
    ['too little', ['VI_1', 'MASTER'], {}, /'VI_1 MASTER' is not an event/],
    ['another scope', ['CLUSTER', 'VI_1', 'MASTER', '1'], {}, /is not an event/],
    ['another state', ['INSTANCE', 'VI_1', 'LEADER', '1'], {}, /'LEADER' is not a state: expected/],
    ['a state without a name', [], { state: 'MASTER' }, /needs the name of an instance/],
    ['a name without a state', [], { instance: 'VI_1' }, /and a state/],
    ['an empty name', [], { instance: '', state: 'MASTER' }, /needs the name/],
    ['two names', [], { instance: 'a', group: 'b', state: 'STOP' }, /--instance or --group/],
  ])('refuses %s', (_what, words, options, message) => {
    expect(() => parseEvent(words, options)).toThrowError(
      expect.objectContaining({ class: 'usage', message: expect.stringMatching(message) }),
    );
  });
});
