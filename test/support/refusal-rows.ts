import type { AskedTencent } from './ask-tencent.ts';

/** What is refused, by action, on the topology of tencent-topology.ts. */
export type RefusalRows = Readonly<Record<string, readonly RefusalRow[]>>;

/** The code, what it is about, the parameters, and what happens before. */
type RefusalRow = readonly [string, string, unknown, ((cloud: AskedTencent) => void)?];
