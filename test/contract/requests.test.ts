import { readFileSync, writeFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { markdownTable } from '../../.config/reference/markdown-table.ts';
import { withPart } from '../../.config/reference/marked-parts.ts';
import type { Cloud } from '../../src/emulator/cloud.ts';
import type { Received } from '../../src/emulator/received.ts';
import { reportOf } from '../support/run-main.ts';
import { awsKinds } from './aws-kinds.ts';
import { digitaloceanKinds } from './digitalocean-kinds.ts';
import { hetznerKinds } from './hetzner-kinds.ts';
import type { KindCase } from './kind-case.ts';
import { openstackKinds } from './openstack-kinds.ts';
import { sceneOf, sceneWith } from './scene.ts';
import { tencentKinds } from './tencent-kinds.ts';

/**
 * How many requests a takeover takes, and a look at 1,000 addresses: docs/performance.md has it in a table. What a
 * look takes is counted where that is written anew:
 *
 *     FLOATIP_REQUESTS=write npm run unit -- test/contract/requests
 */

const page = 'docs/performance.md';
const markers = {
  begin: '<!-- Counted by test/contract/requests -->',
  end: '<!-- End of that -->',
};
const isWriting = process.env['FLOATIP_REQUESTS'] === 'write';
const many = 1000;

const kinds = [
  ...digitaloceanKinds,
  ...tencentKinds,
  ...hetznerKinds,
  ...awsKinds,
  ...openstackKinds,
].filter(({ kind }, index, all) => all.findIndex((one) => one.kind === kind) === index);

interface Takeover {
  /** Requests to the metadata service before the first write. */
  readonly metadata: number;
  /** The same to the API; nothing where no request is the write. */
  readonly before: number | undefined;
  readonly writes: number;
}

/** On a host on which floatip has looked before in this boot, as cron and the watcher do. */
async function takeOver(of: KindCase): Promise<Takeover> {
  const scene = sceneWith(of, of.other);
  const { cloud } = scene.host.world;
  await scene.host.run('status');
  cloud.received.clear();
  const run = await scene.host.run('notify INSTANCE VI_1 MASTER 200 --json');
  const [result] = reportOf(run).results;
  expect(result).toMatchObject({ outcome: 'moved' });
  const received = cloud.received.list();
  const isRequest = of.writes(after(cloud, [])) === 0;
  const first = received.findIndex(
    (_, index) => of.writes(after(cloud, received.slice(0, index + 1))) > 0,
  );
  // It is read back, however often it took until it was there.
  expect(received.slice(first + 1).some(isOfApi)).toBe(true);
  const before = isRequest ? received.slice(0, first) : received;
  return {
    metadata: before.filter(({ service }) => service.endsWith('-metadata')).length,
    before: isRequest ? before.filter(isOfApi).length : undefined,
    writes: result?.writes ?? 0,
  };
}

function isOfApi({ service }: Received): boolean {
  return service.endsWith('-api');
}

/** The cloud as it would be if it had received only that. */
function after(cloud: Cloud, requests: readonly Received[]): Cloud {
  return { ...cloud, received: { ...cloud.received, list: () => requests } };
}

async function readsOfMany(of: KindCase): Promise<number> {
  const { topology, entries } = of.many(many);
  const scene = sceneOf(of, entries, topology);
  const { cloud } = scene.host.world;
  expect((await scene.host.run('status --json')).code).toBe(0);
  return of.reads(cloud);
}

function rowOf(
  { kind }: KindCase,
  { metadata, before, writes }: Takeover,
  reads: string,
): string[] {
  const looks = before === undefined ? 'announced' : String(before);
  return [`\`${kind}\``, String(metadata), looks, String(writes), reads];
}

const heading = [
  'kind',
  'to the metadata service, before the first write',
  'to the API, before it',
  'writes',
  'looks at 1,000 of them',
];

function cellsIn(text: string, kind: string): readonly string[] {
  const line = text.split('\n').find((one) => one.startsWith(`| \`${kind}\` `)) ?? '';
  return line.split('|').map((cell) => cell.trim());
}

it('are as many as performance.md says', { timeout: 600_000 }, async () => {
  const text = readFileSync(page, 'utf8');
  const rows: string[][] = [heading];
  for (const of of kinds) {
    const reads = isWriting ? String(await readsOfMany(of)) : (cellsIn(text, of.kind)[5] ?? '');
    expect(Number(reads), of.kind).toBeGreaterThan(0);
    expect(Number(reads), of.kind).toBeLessThanOrEqual(of.mostReads(many));
    rows.push(rowOf(of, await takeOver(of), reads));
  }
  const fresh = withPart(text, markers, markdownTable(rows));
  if (isWriting) writeFileSync(page, fresh);
  expect(fresh).toBe(readFileSync(page, 'utf8'));
});
