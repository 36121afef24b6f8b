import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { warningsOf } from '../../src/app/warnings.ts';
import type { Address } from '../../src/core/address.ts';
import { nearName } from '../../src/core/near-name.ts';
import type { EventState, Teller } from '../../src/core/vrrp.ts';
import type { Warning } from '../../src/core/warning.ts';
import type { Host } from '../../src/ports/host.ts';
import type { EventStore } from '../../src/triggers/event-store.ts';
import { fakeHost } from '../support/fake-host.ts';
import { keepalivedHost } from '../support/keepalived-host.ts';
import type { KeepalivedHost } from '../support/keepalived-host.ts';
import { localStateIn } from '../support/local-state.ts';
import { temporaryFolder } from '../support/temporary.ts';

const config = (follow: string): string =>
  `addresses: [{ name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: ${follow} }]`;

function warningsIn({ stateFolder }: KeepalivedHost): readonly string[] {
  const lines = readFileSync(join(stateFolder, 'journal.jsonl'), 'utf8').trim().split('\n');
  return lines.flatMap((line) => {
    const { type, kind, about } = JSON.parse(line);
    return type === 'warning' ? [`${kind} ${about}`] : [];
  });
}

describe('a name that nobody follows', () => {
  it('is told by every command, and written down once, with the name that may be meant', async () => {
    const host = keepalivedHost(config('VI1'));
    const told = await host.run('notify INSTANCE VI_1 BACKUP 100 --log-level warn');
    expect(told.stderr).toContain("keepalived tells of 'VI_1', which no address follows");
    const again = await host.run('notify INSTANCE VI_1 MASTER 100 --log-level warn');
    expect(again.stderr).not.toContain('which no address follows');

    const status = await host.run('status');
    expect(status.stderr).toContain(
      "keepalived tells of 'VI_1', which no address follows. The config has VI1: let the address follow: VI_1",
    );
    const silence = "keepalived has said nothing of 'VI1' since boot, but of VI_1";
    expect(status.stderr).toContain(silence);
    expect(JSON.parse((await host.run('status --json')).stdout).warnings).toMatchObject([
      { kind: 'not-followed', about: 'VI_1' },
      { kind: 'not-told-of', about: 'VI1' },
    ]);

    for (const flags of ['', ' -v']) {
      const { code, stdout, stderr } = await host.run(`reconcile${flags}`);
      expect(code).toBe(0);
      expect(stderr).toContain(`web 203.0.113.10: ${silence}. If that is what is meant`);
      expect(stdout).not.toContain('nothing since boot');
    }
    expect(warningsIn(host)).toEqual(['not-followed VI_1', 'not-told-of VI1']);
    expect((await host.run('history')).stdout).toContain("warning: keepalived tells of 'VI_1'");
  });

  it('is in the metrics of cron', async () => {
    const host = keepalivedHost(config('VI1'));
    await host.run('notify INSTANCE VI_1 BACKUP 100');
    const folder = temporaryFolder();
    await host.run(`reconcile --textfile ${folder}`);
    expect(readFileSync(join(folder, 'floatip.prom'), 'utf8')).toContain(
      'floatip_warning{kind="not-told-of",about="VI1"} 1',
    );
  });

  it('is no matter where all is as it should be, or nothing follows anything', async () => {
    const host = keepalivedHost(config('VI_1'));
    await host.run('notify INSTANCE VI_1 BACKUP 100');
    expect((await host.run('status')).stderr).toBe('');
    const paused = keepalivedHost('addresses: []');
    await paused.run('notify INSTANCE VI_1 BACKUP 100');
    expect(warningsIn(paused)).toEqual([]);
  });
});

interface Told {
  readonly name: string;
  readonly state?: EventState;
  readonly ticks: number;
  readonly teller?: Teller;
}

function find(
  told: readonly Told[],
  follows: readonly string[],
  host: Partial<Host> = {},
): readonly Warning[] {
  const start = { ticks: 1, pid: 1 };
  const whole = { ...fakeHost(start), ticks: () => 10_000, ...host };
  const store: EventStore = localStateIn(temporaryFolder(), whole).events;
  for (const { name, state = 'MASTER', ticks, teller } of told) {
    const event = {
      scope: 'INSTANCE',
      name,
      state,
      priority: 1,
      order: { ticks, pid: 1 },
    } as const;
    store.record(teller === undefined ? event : { ...event, teller });
  }
  const addresses = follows.map((follow, index): Address => ({
    name: `a${index}`,
    cloud: 'digitalocean',
    kind: 'digitalocean-reserved-ip',
    ip: `203.0.113.${index}`,
    follow,
  }));
  return warningsOf({ addresses, store, host: whole });
}

describe('warningsOf()', () => {
  it('gives keepalived ten seconds to tell of all that is followed', () => {
    const told = (ticks: number): readonly Told[] => [{ name: 'VI_1', ticks }];
    expect(find(told(9_500), ['VI_1', 'VI_2'])).toEqual([]);
    expect(find(told(8_500), ['VI_1', 'VI_2'])).toMatchObject([
      { kind: 'not-told-of', about: 'VI_2' },
    ]);
  });

  it('knows names with blanks and slashes again', () => {
    expect(find([{ name: 'VI 1/%25.é😀', ticks: 1 }], ['VI 1/%25.é😀'])).toEqual([]);
  });

  it.each([
    [9_999, []],
    [10_000, ['not-told-of']],
  ])('says that a keepalived which runs for %i ms has told nothing at all', (forMs, kinds) => {
    const warnings = find([], ['VI_1'], { runningKeepalived: () => ({ pid: 812, forMs }) });
    expect(warnings.map(({ kind }) => kind)).toEqual(kinds);
    for (const { message, hint } of warnings) {
      expect(message).toBe(
        "keepalived (process 812) has been running for 10 s, and has told floatip nothing of 'VI_1'",
      );
      expect(hint).toContain('already specified');
    }
  });

  const [one, two] = [71, 72].map((pid) => ({ pid, ticks: pid, namespace: 1 })) as [Teller, Teller];
  const both: readonly Told[] = [
    { name: 'VI_1', ticks: 80, teller: one },
    { name: 'VI_1', ticks: 90, teller: two, state: 'BACKUP' },
  ];

  it('says that two keepalived tell of one instance, while both live', () => {
    const [warning, ...others] = find(both, ['VI_1']);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ kind: 'two-tellers', about: 'VI_1' });
    expect(warning?.message).toContain('processes 71 and 72');
    expect(find(both, ['VI_1'], { hasEnded: ({ pid }) => pid === 71 })).toEqual([]);
    // The processes of one keepalived.
    expect(find(both, ['VI_1'], { areTwo: () => false })).toEqual([]);
  });

  it('says why it would not be found out that a keepalived is killed', () => {
    const told = [{ name: 'VI_1', ticks: 80, teller: one }];
    const warnings = find(told, ['VI_1'], { whyOutOfSight: () => 'it runs elsewhere' });
    expect(warnings).toMatchObject([{ kind: 'out-of-sight', about: 'VI_1' }]);
    expect(warnings[0]?.message).toContain('it runs elsewhere');
  });
});

describe('nearName()', () => {
  it.each([
    ['VI1', ['VI_2', 'VI_1'], 'VI_1'],
    ['vi-1', ['VI_1'], 'VI_1'],
    ['web_mastr', ['db', 'web_master'], 'web_master'],
    ['VI_1', ['VI_1', 'lb'], undefined],
    ['VI_1', [], undefined],
  ])('%s among %j is %s', (name, others, expected) => {
    expect(nearName(name, others)).toBe(expected);
  });
});
