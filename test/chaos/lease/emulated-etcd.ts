import { PassThrough } from 'node:stream';

import type { Clock } from '../../../src/ports/clock.ts';
import { Failure } from '../../../src/ports/failure.ts';

interface KeyValue {
  readonly key: string;
  readonly value: string;
  readonly lease: string;
  readonly create_revision: string;
}

type Body = Record<string, any>;

/** What of etcd an election needs, as its JSON gateway answers. */
export class EmulatedEtcd {
  readonly #clock: Clock;
  readonly #leaderKey: string;
  /** How much it was asked. */
  requests = 0;
  readonly #leases = new Map<string, { ttlMs: number; expiresAt: number }>();
  readonly #keys = new Map<string, KeyValue>();
  readonly #watches = new Set<PassThrough>();
  #revision = 1;
  #raftTerm = 2;
  /** Until then a leader that most members have left answers whoever renews, as far as it knows. */
  #staleUntil = -Infinity;
  #nextLease = 7000;

  /** `leaderKey` is the one that an election is about. */
  constructor(clock: Clock, leaderKey = '/floatip/web/leader') {
    this.#clock = clock;
    this.#leaderKey = leaderKey;
  }

  /** Who has a lease at this moment. */
  holder(leaderKey = this.#leaderKey): string | undefined {
    this.#expire();
    const found = [...this.#keys.values()].find(({ key }) => text(key) === leaderKey);
    return found === undefined ? undefined : JSON.parse(text(found.value)).host;
  }

  /** The disk of its leader stands still: the others choose a new one, which counts every lease anew. */
  standStill(ms: number): void {
    this.#expire();
    const now = this.#clock.now();
    this.#staleUntil = Math.max(this.#staleUntil, now + ms);
    this.#raftTerm += 1;
    for (const lease of this.#leases.values()) {
      lease.expiresAt = now + lease.ttlMs;
      this.#clock.after(lease.ttlMs, () => this.#expire());
    }
  }

  answer(path: string, body: Body): Body {
    this.requests += 1;
    return { header: { raft_term: String(this.#raftTerm) }, ...this.#answer(path, body) };
  }

  #answer(path: string, body: Body): Body {
    this.#expire();
    switch (path) {
      case '/v3/lease/grant':
        return this.#grant(Number(body['TTL']));
      case '/v3/lease/keepalive':
        return this.#keepAlive(body['ID']);
      case '/v3/lease/revoke':
        this.#drop(body['ID']);
        return {};
      case '/v3/kv/put':
        this.#put(body);
        return {};
      case '/v3/kv/range':
        return this.#range(body);
      case '/v3/kv/txn':
        return this.#transact(body);
      default:
        throw new Error(`Nobody answers ${path}`);
    }
  }

  watch(): PassThrough {
    const stream = new PassThrough();
    this.#watches.add(stream);
    stream.once('close', () => this.#watches.delete(stream));
    stream.write('{"result":{"created":true}}\n');
    return stream;
  }

  #grant(seconds: number): Body {
    const id = String((this.#nextLease += 1));
    const ttlMs = seconds * 1000;
    this.#leases.set(id, { ttlMs, expiresAt: this.#clock.now() + ttlMs });
    this.#clock.after(ttlMs, () => this.#expire());
    return { ID: id, TTL: String(seconds) };
  }

  /** Of a dead lease: 200 without a TTL, as etcd does. */
  #keepAlive(id: string): Body {
    const lease = this.#leases.get(id);
    const isStale = this.#clock.now() < this.#staleUntil;
    const header = { raft_term: String(this.#raftTerm - (isStale ? 1 : 0)) };
    if (isStale) return { result: { header, ID: id, TTL: String((lease?.ttlMs ?? 3000) / 1000) } };
    if (lease === undefined) return { result: { header, ID: id } };
    lease.expiresAt = this.#clock.now() + lease.ttlMs;
    this.#clock.after(lease.ttlMs, () => this.#expire());
    return { result: { header, ID: id, TTL: String(lease.ttlMs / 1000) } };
  }

  #expire(): void {
    for (const [id, { expiresAt }] of this.#leases) {
      if (expiresAt <= this.#clock.now()) this.#drop(id);
    }
  }

  #drop(id: string): void {
    this.#leases.delete(id);
    const gone = [...this.#keys.values()].filter(({ lease }) => lease === id);
    for (const { key } of gone) this.#keys.delete(key);
    if (gone.length > 0) this.#tell(gone.map(({ key }) => ({ type: 'DELETE', kv: { key } })));
  }

  #put({ key, value, lease }: Body): void {
    if (lease !== undefined && !this.#leases.has(lease)) {
      throw new Failure('missing', 'etcdserver: requested lease not found');
    }
    this.#revision += 1;
    const before = this.#keys.get(key);
    const create_revision = before?.create_revision ?? String(this.#revision);
    const kv = { key, value, lease, create_revision };
    this.#keys.set(key, kv);
    this.#tell([{ kv }]);
  }

  #range({ key, range_end: end }: Body): Body {
    const kvs = [...this.#keys.values()].filter(
      (kv) => text(kv.key) >= text(key) && text(kv.key) < text(end),
    );
    return kvs.length === 0 ? {} : { kvs };
  }

  /** A transaction that was lost has no `succeeded`, as with etcd. */
  #transact({ compare, success, failure }: Body): Body {
    const [{ key, create_revision }] = compare;
    const succeeded = (this.#keys.get(key)?.create_revision ?? '0') === create_revision;
    const responses = (succeeded ? success : (failure ?? [])).map((one: Body) => {
      const { request_put: put, request_delete_range: removal, request_range: range } = one;
      if (range !== undefined) return { response_range: this.#range(range) };
      if (put !== undefined) this.#put(put);
      else if (this.#keys.delete(removal.key)) {
        this.#tell([{ type: 'DELETE', kv: { key: removal.key } }]);
      }
      return {};
    });
    return succeeded ? { succeeded, responses } : { responses };
  }

  /** To everybody: whoever watches something else has a little more to do. */
  #tell(events: readonly Body[]): void {
    const line = `${JSON.stringify({ result: { events } })}\n`;
    for (const stream of this.#watches) stream.write(line);
  }
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString('utf8');
}
