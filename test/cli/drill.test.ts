import { describe, expect, it } from 'vitest';

import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { Failure } from '../../src/ports/failure.ts';
import { digitaloceanKinds } from '../contract/digitalocean-kinds.ts';
import { hetznerKinds } from '../contract/hetzner-kinds.ts';
import type { KindCase } from '../contract/kind-case.ts';
import { tencentKinds } from '../contract/tencent-kinds.ts';
import { drilledOf, drillHost, drillReportOf, rehearsalOf } from '../support/drilling.ts';
import type { DrillHost } from '../support/drilling.ts';
import { secretKey, token } from '../support/token.ts';
import { typing } from '../support/typing.ts';

const kinds = [...digitaloceanKinds, ...tencentKinds, ...hetznerKinds];
/** What no request moves: it goes where it is announced. */
const announced = kinds.filter(({ announce }) => announce !== undefined);
const movable = kinds.filter(({ announce }) => announce === undefined);
const byKind = (name: string): KindCase => kinds.find(({ kind }) => kind === name)!;
const reserved = byKind('digitalocean-reserved-ip');

describe.each(movable)('a drill of $kind', (of) => {
  it('moves it there and back as often as it is told to, and measures each phase', async () => {
    const host = drillHost(of);
    const run = await host.drill({ options: { json: true, rounds: 3 } });
    expect(run.code).toBe(0);
    const report = drillReportOf(run);
    expect(report).toMatchObject({ version: 1, simulated: false, rounds: 3 });
    const { moved, moves, writes, phasesMs, left, home } = drilledOf(run);
    expect(moved).toBe(6);
    expect(moves.map(({ to }) => to)).toEqual(['away', 'home', 'away', 'home', 'away', 'home']);
    expect(writes).toBe(of.writes(host.world.cloud));
    expect(phasesMs.total?.count).toBe(6);
    expect(phasesMs.settle?.p50).toBeGreaterThan(0);
    expect(left).toBe(home);
    expect(of.holder(host.world.cloud)).toBe(of.other);
  });

  it('finds nothing amiss in the embedded cloud itself', async () => {
    const run = await drillHost(of).drill({
      options: { json: true, rounds: 1 },
      rehearsal: await rehearsalOf(of),
    });
    expect(drillReportOf(run).differences).toEqual([]);
  });

  it('tells in whatever moment it is interrupted where it is, and how to put it back', async () => {
    const whole = await countRequests(of);
    expect(whole).toBeGreaterThan(6);
    const step = Math.ceil(whole / mostMoments);
    for (let at = 1; at <= whole; at += step) await interruptedAt(of, at);
  });
});

/** Each takes a whole drill, and what comes after it. */
const mostMoments = 12;

async function countRequests(of: KindCase): Promise<number> {
  let count = 0;
  const between = (adapter: HttpAdapter): HttpAdapter => {
    return (config, attempt) => {
      count += 1;
      return adapter(config, attempt);
    };
  };
  expect((await drillHost(of).drill({ options: { rounds: 1 }, between })).code).toBe(0);
  return count;
}

/** Types Ctrl-C when the nth request is on its way. */
async function interruptedAt(of: KindCase, at: number): Promise<void> {
  const host = drillHost(of);
  const controller = new AbortController();
  let count = 0;
  const between = (adapter: HttpAdapter): HttpAdapter => {
    return (config, attempt) => {
      count += 1;
      const answer = adapter(config, attempt);
      if (count === at) controller.abort(new Failure('interrupted', 'Interrupted by SIGINT'));
      return answer;
    };
  };
  const { signal } = controller;
  const run = await host.drill({ options: { rounds: 1, json: true }, between, signal });
  const writes = of.writes(host.world.cloud);
  expect(run.stderr, `at ${at}`).toContain('Interrupted by SIGINT');
  if (run.stdout === '') {
    // It had not begun.
    expect(writes, `at ${at}`).toBe(0);
    return;
  }
  expect(drilledOf(run).error?.class, `at ${at}`).toBe('interrupted');
  await endsAtHome(host, run.stderr);
}

/** What it says is so, and what it says to do brings the address home. */
async function endsAtHome(host: DrillHost, stderr: string): Promise<void> {
  const { of, world, clock } = host;
  const told = / It is (?:on (?:\w+ \()?([\w-]+)|held by nobody)/.exec(stderr);
  expect(told, stderr).not.toBeNull();
  const mayMove = stderr.includes('a move may still be under way');
  if (!mayMove) expect(of.holder(world.cloud), stderr).toBe(told?.[1] ?? null);
  expect(stderr.match(/Put it back/g)?.length ?? 0).toBeLessThan(2);
  await clock.run(new Promise<void>((resolve) => clock.after(10_000, resolve)));
  const [, command] = /Put it back with: floatip (.*)/.exec(stderr) ?? [];
  if (command !== undefined) expect((await host.run(command)).code, command).toBe(0);
  expect(of.holder(world.cloud), stderr).toBe(of.other);
}

describe.each(announced)('a drill of $kind', (of) => {
  it('is refused, as no request moves it', async () => {
    const host = drillHost(of);
    const run = await host.drill();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('goes to whichever host announces it');
    expect(of.writes(host.world.cloud)).toBe(0);
  });
});

describe('before anything is moved', () => {
  it.each(['n', '', undefined])('takes %j for a no', async (answer) => {
    const host = drillHost(reserved);
    const terminal = typing(answer);
    const run = await host.drill({ terminal, options: { yes: undefined } as object });
    expect(run.code).toBe(130);
    expect(terminal.questions).toEqual(['Go on? [y/N] ']);
    expect(run.stderr).toContain('web 203.0.113.10: from lb1 (111) to 222 and back, 2 times');
    expect(reserved.writes(host.world.cloud)).toBe(0);
  });

  it('needs --yes where nobody can be asked, and sends nothing', async () => {
    const host = drillHost(reserved);
    const run = await host.drill({ options: { yes: undefined } as object });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('Say --yes');
    expect(host.world.cloud.received.list()).toEqual([]);
  });

  it('needs a name or --all where nobody can be asked', async () => {
    const host = drillHost(reserved);
    expect((await host.drill({ wanted: [] })).code).toBe(2);
    expect((await host.drill({ wanted: [], options: { all: true } })).code).toBe(0);
    expect((await host.drill({ options: { all: true } })).code).toBe(2);
  });

  it.each([
    ['111', 'held by lb1 (111) itself'],
    ['web-2', "'web-2' is not the id of a Droplet"],
    ['999', 'no Droplet 999'],
  ])('refuses --to %s', async (to, reason) => {
    const host = drillHost(reserved);
    const run = await host.drill({ options: { to } });
    expect([2, 3, 7]).toContain(run.code);
    expect(run.stderr).toContain(reason);
    expect(reserved.writes(host.world.cloud)).toBe(0);
  });

  it('refuses what nobody holds', async () => {
    const host = drillHost(reserved);
    reserved.place(host.world.cloud, null);
    const run = await host.drill();
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('Bring it to a host first: floatip assign web');
  });

  it('says whose automation would move it back', async () => {
    const run = await drillHost(reserved, ', follow: VI_1').drill({ options: { rounds: 1 } });
    expect(run.stderr).toContain('it follows VI_1: a watcher on lb1 (111) takes it back');
  });
});

describe('what ends a drill', () => {
  it('is somebody else who moves the address in between', async () => {
    const host = drillHost(reserved);
    let posts = 0;
    const between = (adapter: HttpAdapter): HttpAdapter => {
      return async (config, attempt) => {
        // Right before the way back is begun, that is: at the first look after the first move.
        if (config.method === 'get' && posts === 1 && reserved.holder(host.world.cloud) === '222') {
          posts = 2;
          const answer = await adapter(config, attempt);
          reserved.place(host.world.cloud, '111');
          return answer;
        }
        if (config.method === 'post') posts += 1;
        return await adapter(config, attempt);
      };
    };
    const run = await host.drill({ between, options: { json: true } });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('Somebody else moved web in between');
    expect(run.stderr).toContain('It is on lb1 (111), where it was before');
    expect(drilledOf(run)).toMatchObject({ moved: 1, left: 'A' });
  });

  it('is a deadline, of each move', async () => {
    const host = drillHost(reserved);
    host.world.cloud.faults.add({
      match: { method: 'POST' },
      skip: 1,
      times: 0,
      fault: { type: 'hang' },
    });
    const run = await host.drill({ options: { timeout: 8000 } });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('(round 1, on the way back to 111)');
    expect(run.stderr).toContain('Put it back with: floatip assign web --to 111');
  });

  it('is a refusal in the middle, and what was measured until then is told', async () => {
    const host = drillHost(reserved);
    host.world.cloud.faults.add({
      match: { method: 'POST' },
      skip: 2,
      times: 0,
      fault: { type: 'status', status: 403 },
    });
    const run = await host.drill({ options: { json: true } });
    expect(run.code).toBe(4);
    expect(drilledOf(run)).toMatchObject({ moved: 2, error: { class: 'denied' } });
    expect(run.stderr).toContain('It is on lb1 (111), where it was before');
  });

  it('leaves the command that finds an address which no config lists', async () => {
    const host = drillHost(reserved);
    host.world.cloud.faults.add({
      match: { method: 'POST' },
      skip: 1,
      times: 0,
      fault: { type: 'status', status: 403 },
    });
    const run = await host.drill({
      wanted: ['203.0.113.10'],
      options: { kind: 'digitalocean-reserved-ip' },
    });
    expect(run.code).toBe(4);
    const [, command = ''] = /Put it back with: floatip (.*)/.exec(run.stderr) ?? [];
    expect(command).toBe('assign web --to 111 --kind digitalocean-reserved-ip');
  });
});

/** Answers of the API as a cloud may give them that is not the one which the vendor describes. */
function answering(
  change: (body: string, path: string) => string,
): (adapter: HttpAdapter) => HttpAdapter {
  return (adapter) => async (config, attempt) => {
    const response = await adapter(config, attempt);
    const { pathname, host } = new URL(config.url ?? '', config.baseURL);
    if (host !== 'api.cloud.test' || typeof response.data !== 'string') return response;
    return { ...response, data: change(response.data, pathname) };
  };
}

describe('what a cloud does otherwise', () => {
  async function differencesWith(change: (body: string, path: string) => string) {
    const run = await drillHost(reserved).drill({
      rehearsal: await rehearsalOf(reserved),
      between: answering(change),
      options: { rounds: 1, json: true },
    });
    return { run, found: drillReportOf(run).differences };
  }

  it('is an unknown field, once, and not what is inside of it', async () => {
    const { found } = await differencesWith((body) =>
      body.replace('"reserved_ip":{', '"reserved_ip":{"billing":{"hours":2},'),
    );
    const told = found.map(({ what, detail }) => `${what} ${detail}`);
    expect(new Set(told)).toEqual(new Set(['field reserved_ip.billing: object']));
  });

  it('is a field that is not there, of another type, or another word', async () => {
    const { found } = await differencesWith((body) =>
      body
        .replace(/,"project_id":"[^"]*"/, '')
        .replace('"locked":false', '"locked":null')
        .replace('"status":"in-progress"', '"status":"queued"'),
    );
    const told = new Set(
      found.map(({ what, detail, embedded }) => [what, detail, embedded].join(' | ')),
    );
    expect([...told]).toContainEqual(
      expect.stringMatching(/^type \| reserved_ip\.droplet\.locked: null \| boolean/),
    );
    expect([...told]).toContainEqual(expect.stringMatching(/^word \| action\.status: queued \| /));
  });

  it('is a status with its code, and a page of somebody in between', async () => {
    const host = drillHost(reserved);
    const { faults } = host.world.cloud;
    faults.add({
      match: { method: 'POST' },
      fault: { type: 'status', status: 429, headers: { 'retry-after': '1' } },
    });
    faults.add({
      match: { method: 'GET', path: '/v2/reserved_ips/*' },
      skip: 3,
      fault: { type: 'html', status: 502 },
    });
    const run = await host.drill({
      rehearsal: await rehearsalOf(reserved),
      options: { json: true, rounds: 1 },
    });
    expect(run.code).toBe(0);
    const statuses = drillReportOf(run).differences.filter(({ what }) => what === 'status');
    expect(statuses.map(({ status }) => status).toSorted()).toEqual(['429', '502']);
  });

  it('is a request without an answer', async () => {
    const host = drillHost(reserved);
    host.world.cloud.faults.add({ match: { method: 'POST' }, fault: { type: 'reset' } });
    const run = await host.drill({
      rehearsal: await rehearsalOf(reserved),
      options: { json: true, rounds: 1 },
    });
    expect(run.code).toBe(0);
    expect(drillReportOf(run).differences).toContainEqual(
      expect.objectContaining({ what: 'status', status: 'none', detail: 'not at all, once' }),
    );
  });
});

describe('a report to hand to somebody else', () => {
  /** Says back whatever is secret, and whose it is, wherever something can stand. */
  const echo = (body: string): string =>
    body
      .replace('{', `{"${token}":"${token}","203.0.113.10":"x","lb1":{"type":"${token}"},`)
      .replace(
        '"status":"',
        `"status_code":"${token}","type":"\\u0064${token.slice(1)}","status":"`,
      );

  it.each([{ json: true }, {}] as const)('has no secret in it (%o)', async (printing) => {
    const run = await drillHost(reserved).drill({
      rehearsal: await rehearsalOf(reserved),
      between: answering(echo),
      options: { rounds: 1, ...printing },
    });
    expect(run.code).toBe(0);
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(run.stdout + run.stderr).not.toContain(token.slice(8));
  });

  it('has no secret of a refusal in it either', async () => {
    const host = drillHost(reserved);
    const body = `{"id":"unprocessable_entity","message":"the token ${token} may not touch 203.0.113.10"}`;
    host.world.cloud.faults.add({
      match: { method: 'POST' },
      times: 0,
      fault: { type: 'status', status: 403, body },
    });
    const run = await host.drill({ options: { json: true } });
    expect(run.code).toBe(4);
    expect(run.stdout + run.stderr).not.toContain(token);
    expect(run.stdout).not.toContain('203.0.113.10');
  });

  it('has no key of another cloud in it', async () => {
    const run = await drillHost(byKind('tencent-eip')).drill({ options: { json: true } });
    expect(run.stdout + run.stderr).not.toContain(secretKey);
    expect(run.stdout).not.toMatch(/eip-1{8}|ins-[ab]{8}/);
  });

  it('has no full address and no node in it, unless that is wanted', async () => {
    const hidden = await drillHost(reserved).drill({ options: { json: true, rounds: 1 } });
    expect(hidden.stdout).not.toMatch(/203\.0\.113|\b111\b|\b222\b|lb1/);
    expect(drilledOf(hidden)).toMatchObject({ ip: '203.0.x.x', home: 'A', away: 'B', left: 'A' });
    const full = await drillHost(reserved).drill({
      options: { json: true, rounds: 1, full: true },
    });
    expect(drilledOf(full)).toMatchObject({ ip: '203.0.113.10', home: '111', away: '222' });
  });

  it('masks an IPv6 address as well', async () => {
    const run = await drillHost(byKind('digitalocean-reserved-ipv6')).drill({
      options: { json: true },
    });
    expect(drilledOf(run).ip).toBe('2001:db8:…');
    expect(run.stdout).not.toContain('2001:db8::10');
  });
});
