import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { ip, startFloatip, waitFor } from './stage.ts';
import type { Stage } from './stage.ts';

/** One way to send the assign request. */
export interface Contestant {
  readonly name: string;
  /** What has to be so when it begins. */
  readonly before?: (stage: Stage) => Promise<void>;
  /** Returns how its end is waited for. */
  readonly begin: (stage: Stage) => () => Promise<void>;
}

const event = ['notify', 'INSTANCE', 'VI_1', 'MASTER', '200'];

export const contestants: readonly Contestant[] = [
  { name: 'hook', begin: (stage) => ended(startFloatip(stage, event, 'hook')) },
  {
    name: 'hook, session resumed',
    begin: (stage) => ended(startFloatip(resuming(stage), event, 'resuming')),
  },
  { name: 'hook, handed to a watcher', before: forgotten, begin: handOver },
  { name: 'the same, connection kept', before: seen, begin: handOver },
  { name: 'watcher, a line in the FIFO', before: forgotten, begin: tell },
  { name: 'the same, connection kept', before: seen, begin: tell },
  { name: 'bare Node', begin: (stage) => ended(startBare(stage)) },
  { name: 'bare Node, session resumed', begin: (stage) => ended(startBare(resuming(stage))) },
  { name: 'curl', begin: (stage) => ended(startCurl(stage)) },
  {
    name: 'the script',
    begin: ({ env }) =>
      ended(spawn('bash', ['bench/recipe/master.sh', ip], { env, stdio: 'ignore' })),
  },
];

/** Each keeps its own session, which its last run has left. */
function resuming(stage: Stage): Stage {
  const NODE_OPTIONS = `${stage.env['NODE_OPTIONS']} --require ./bench/tls/keep-session.cjs`;
  const TLS_SESSION = join(stage.folder, 'session');
  return { ...stage, env: { ...stage.env, NODE_OPTIONS, TLS_SESSION } };
}

function startBare({ env }: Stage): ChildProcess {
  return spawn(process.execPath, ['bench/recipe/bare.cjs', ip], { env, stdio: 'ignore' });
}

/** The request alone: it is told who this host is. */
function startCurl({ env, folder }: Stage): ChildProcess {
  const headers = join(folder, 'headers');
  writeFileSync(
    headers,
    `authorization: Bearer ${env['DO_TOKEN']}\ncontent-type: application/json\n`,
  );
  const body = JSON.stringify({ type: 'assign', droplet_id: 222 });
  const url = `${env['ENDPOINT']}/v2/reserved_ips/${ip}/actions`;
  const args = ['-sf', '-H', `@${headers}`, '-d', body, url];
  return spawn('curl', args, { env, stdio: 'ignore' });
}

function handOver(stage: Stage): () => Promise<void> {
  const hook = ended(startFloatip(stage, event, 'watch'));
  return async () => {
    await hook();
    await backUp(stage);
  };
}

function tell(stage: Stage): () => Promise<void> {
  stage.tell('MASTER');
  return async () => await backUp(stage);
}

/** Lets the watcher come to its end with it. */
async function backUp({ tell: say, roundTripMs }: Stage): Promise<void> {
  await sleep(3 * roundTripMs + 50);
  say('BACKUP');
  await sleep(2 * roundTripMs + 50);
}

/** The watcher knows that the address is elsewhere: it has looked since. */
async function seen({ served: { cloud }, roundTripMs }: Stage): Promise<void> {
  cloud.received.clear();
  await waitFor(() => cloud.received.list().some(({ path }) => path.endsWith(ip)));
  await sleep(roundTripMs + 20);
}

/** The same, and the cloud has closed the connection since. */
async function forgotten(stage: Stage): Promise<void> {
  await seen(stage);
  stage.door.breakAll();
  await sleep(stage.roundTripMs + 20);
}

function ended(child: ChildProcess): () => Promise<void> {
  const exit = once(child, 'exit');
  return async () => {
    await exit;
    if (child.exitCode !== 0) {
      throw new Error(`${child.spawnargs.join(' ')} exited with ${child.exitCode}`);
    }
  };
}
