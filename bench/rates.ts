import type { ServedCloud } from '../src/emulator/serve.ts';

/** For each second; the processor as a share of one. */
export interface Rates {
  readonly etcd: number;
  readonly cloud: number;
  readonly processor: number;
}

/** What there was so far. */
export interface Counts {
  readonly etcd: number;
  readonly cloud: number;
  /** Processor time. Seconds. */
  readonly cpuS: number;
}

/** Does something, and sees what it took each second. */
export async function during<T>(
  look: () => Promise<Counts>,
  run: () => Promise<T>,
): Promise<{ readonly result: T; readonly rates: Rates }> {
  const timed = async (): Promise<Counts & { readonly at: number }> => ({
    at: performance.now(),
    ...(await look()),
  });
  const before = await timed();
  const result = await run();
  const after = await timed();
  const seconds = (after.at - before.at) / 1000;
  const rates = {
    etcd: (after.etcd - before.etcd) / seconds,
    cloud: (after.cloud - before.cloud) / seconds,
    processor: (after.cpuS - before.cpuS) / seconds,
  };
  return { result, rates };
}

/** Counts the requests of a cloud, which keeps only so many of them. */
export function countRequests({
  received,
}: ServedCloud['cloud']): () => { readonly all: number; readonly writes: number } {
  let [all, writes] = [0, 0];
  return () => {
    const list = received.list();
    received.clear();
    all += list.length;
    writes += list.filter(({ method }) => method !== 'GET').length;
    return { all, writes };
  };
}

/** A row for each number of addresses, which are told apart by commas; said on stderr as soon as there is one. */
export async function rowsOf<Row>(
  numbers: string,
  measure: (addresses: number) => Promise<Row>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const text of numbers.split(',')) {
    const row = await measure(Number(text));
    rows.push(row);
    console.error(JSON.stringify(row));
  }
  return rows;
}
