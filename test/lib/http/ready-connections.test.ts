import { PassThrough } from 'node:stream';
import type { Duplex } from 'node:stream';

import { describe, expect, it } from 'vitest';

import type { Attempt } from '../../../src/lib/http/attempt.ts';
import { readyConnections } from '../../../src/lib/http/ready-connections.ts';
import type { ReadyConnections } from '../../../src/lib/http/ready-connections.ts';

const place = 'api.example.com 443';

function attemptUnder(signal = new AbortController().signal): Attempt {
  return { signal, progress: { phase: 'name', hasLeft: false }, beforeSend: () => undefined };
}

interface Bench {
  readonly ready: ReadyConnections<string>;
  /** What was opened, in order; those that fail are errors. */
  readonly opened: Attempt[];
  readonly duplexes: Duplex[];
}

/** A connection that is made when the test says so. */
function pending(): { readonly promise: Promise<Duplex>; resolve(duplex: Duplex): void } {
  let resolve: (duplex: Duplex) => void = () => undefined;
  const promise = new Promise<Duplex>((done) => {
    resolve = done;
  });
  return { promise, resolve: (duplex) => resolve(duplex) };
}

/** Opens as told, one after the other, and after that what works. */
function benchWith(...results: readonly (Error | Promise<Duplex>)[]): Bench {
  const opened: Attempt[] = [];
  const duplexes: Duplex[] = [];
  const ready = readyConnections<string>(async (_, attempt) => {
    const result = results[opened.length];
    opened.push(attempt);
    if (result instanceof Error) throw result;
    if (result !== undefined) return await result;
    const duplex = new PassThrough();
    duplexes.push(duplex);
    return duplex;
  });
  return { ready, opened, duplexes };
}

const { signal } = new AbortController();

describe('connections that are made ahead', () => {
  it('serve one request, and the next one gets its own', async () => {
    const { ready, opened, duplexes } = benchWith();
    ready.prepare(place, 'target', signal);
    ready.prepare(place, 'target', signal);
    expect(opened).toHaveLength(1);
    expect(await ready.take(place, 'target', attemptUnder())).toBe(duplexes[0]);
    expect(await ready.take(place, 'target', attemptUnder())).toBe(duplexes[1]);
  });

  it('serve no other place', async () => {
    const { ready, duplexes } = benchWith();
    ready.prepare(place, 'target', signal);
    expect(await ready.take('other 443', 'target', attemptUnder())).toBe(duplexes[1]);
  });

  it('that could not be made, or have broken meanwhile, are made anew', async () => {
    const failed = benchWith(new Error('ECONNREFUSED'));
    failed.ready.prepare(place, 'target', signal);
    expect(await failed.ready.take(place, 'target', attemptUnder())).toBe(failed.duplexes[0]);
    const broken = benchWith();
    broken.ready.prepare(place, 'target', signal);
    broken.duplexes[0]?.destroy();
    expect(await broken.ready.take(place, 'target', attemptUnder())).toBe(broken.duplexes[1]);
  });

  it('tell a request how far they have got', async () => {
    const made = pending();
    const { ready, opened } = benchWith(made.promise);
    ready.prepare(place, 'target', signal);
    opened[0]!.progress.phase = 'connection';
    const attempt = attemptUnder();
    const taking = ready.take(place, 'target', attempt);
    expect(attempt.progress.phase).toBe('connection');
    opened[0]!.progress.phase = 'handshake';
    expect(attempt.progress.phase).toBe('handshake');
    made.resolve(new PassThrough());
    await taking;
  });

  it('are left when the request ends that waits for one, and closed once they are there', async () => {
    const made = pending();
    const { ready } = benchWith(made.promise);
    ready.prepare(place, 'target', signal);
    const controller = new AbortController();
    const taking = ready.take(place, 'target', attemptUnder(controller.signal));
    controller.abort(new Error('out of time'));
    await expect(taking).rejects.toThrow('out of time');
    const late = new PassThrough();
    made.resolve(late);
    await expect.poll(() => late.destroyed).toBe(true);
  });

  it('are closed where nobody had a request for them', async () => {
    const { ready, duplexes } = benchWith();
    ready.prepare(place, 'target', signal);
    ready.close();
    await expect.poll(() => duplexes[0]?.destroyed).toBe(true);
  });
});
