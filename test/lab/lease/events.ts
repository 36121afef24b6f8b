/** What etcd told of one revision. */
export interface Told {
  readonly revision: number;
  readonly changes: readonly Change[];
}

interface Change {
  /** Without what all keys of the lease begin with. */
  readonly key: string;
  /** Whose it is from now on; nothing where it is gone. */
  readonly host: string | undefined;
}

interface Event {
  /** It is not there for a put. */
  readonly type?: string;
  readonly kv: { readonly key: string; readonly value?: string; readonly mod_revision: string };
}

/** What a line of a watch tells, revision by revision. */
export function tellOf(line: string, base: string): readonly Told[] {
  const { result } = JSON.parse(line) as { result?: { events?: readonly Event[] } };
  const byRevision = new Map<number, Change[]>();
  for (const { type, kv } of result?.events ?? []) {
    const revision = Number(kv.mod_revision);
    const host = type === 'DELETE' ? undefined : hostIn(decode(kv.value ?? ''));
    const changes = byRevision.get(revision) ?? [];
    byRevision.set(revision, [...changes, { key: decode(kv.key).slice(base.length), host }]);
  }
  return [...byRevision].map(([revision, changes]) => ({ revision, changes }));
}

function decode(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

function hostIn(value: string): string | undefined {
  return /"host":"([^"]+)"/.exec(value)?.[1];
}
