import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { token } from '../../support/token.ts';
import type { Crew, Member } from '../crew.ts';
import { floatipEnvironment } from '../floatip.ts';
import { apiPort, gateway, hostPlan, namespaceOf } from '../layout.ts';
import type { HostName } from '../layout.ts';
import type { Pulse } from '../pulse.ts';
import { createWatcher } from '../watcher.ts';
import { patroniConfig } from './config.ts';
import type { By } from './order.ts';
import type { Postgres } from './postgres.ts';
import { callbackFromDocs } from './recipe.ts';
import { cluster, floatingIp, patroniScenario } from './scenario.ts';

/** A host with PostgreSQL under Patroni, and with floatip. */
export interface PatroniHost {
  readonly name: HostName;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends PostgreSQL, and not Patroni, as `pg_ctl kill` does it. */
  killPostgres(): Promise<void>;
  /** Asks Patroni to let another host be primary. */
  switchTo(name: HostName): Promise<void>;
  history(): Promise<string>;
}

export interface PatroniHostOptions {
  readonly crew: Crew;
  readonly pulse: Pulse;
  readonly labId: string;
  readonly folder: string;
  readonly postgres: Postgres;
  readonly by: By;
}

export function createPatroniHost(name: HostName, options: PatroniHostOptions): PatroniHost {
  const { crew, labId, postgres, by, pulse } = options;
  const namespace = namespaceOf(labId, name);
  const folder = join(options.folder, name);
  const own = (path: string): void => chownSync(path, postgres.uid, postgres.gid);
  // What runs floatip is who its files belong to: root the watcher, postgres what Patroni calls.
  const files = join(folder, 'floatip');
  for (const path of [folder, files]) mkdirSync(path, { mode: 0o700 });
  own(folder);
  if (by === 'callbacks') own(files);
  const env = { ...floatipEnvironment(files), LANG: 'C.UTF-8', HOME: folder };
  const write = (path: string, text: string, mode = 0o600): string => {
    writeFileSync(path, text, { mode });
    if (!path.startsWith(files) || by === 'callbacks') own(path);
    return path;
  };
  const tokenFile = write(join(files, 'do_token'), token);
  write(env.FLOATIP_CONFIG, floatipConfig(name, by, tokenFile));
  const callback =
    by === 'callbacks'
      ? write(join(folder, 'patroni-callback'), callbackFromDocs(env.FLOATIP), 0o700)
      : undefined;
  const etcd = patroniScenario.hosts.map((one) => `${hostPlan(one).ip}:2379`);
  const plan = { name, folder, binaries: postgres.binaries, etcd, callback };
  const config = write(join(folder, 'patroni.yml'), patroniConfig(plan));
  const asPostgres = [`setpriv`, `--reuid=${postgres.uid}`, `--regid=${postgres.gid}`];
  const words = [...asPostgres, '--clear-groups', '--'];
  const run = async (...command: readonly string[]): Promise<string> =>
    await crew.run([...words, ...command], { namespace, env, mayEndWith: [0] });
  const watcher = createWatcher({ crew, pulse, namespace, folder, env });
  let patroni: Member | undefined;
  const log = join(folder, 'patroni.log');
  return {
    name,
    async start() {
      const onLine = (line: string): void => writeFileSync(log, `${line}\n`, { flag: 'a' });
      patroni = crew.start([...words, 'patroni', config], { namespace, env, onLine });
      if (by === 'http') await watcher.start();
    },
    async stop() {
      await watcher.stop();
      await patroni?.end();
    },
    async killPostgres() {
      const [pid = ''] = readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n');
      await run(join(postgres.binaries, 'pg_ctl'), 'kill', 'QUIT', pid);
    },
    async switchTo(candidate) {
      const to = ['--leader', name, '--candidate', candidate, '--force', cluster];
      await run('patronictl', '-c', config, 'switchover', ...to);
    },
    history: async () =>
      await crew.run([env.FLOATIP, 'history', '--since', '2m'], {
        namespace,
        env,
        mayEndWith: [0],
      }),
  };
}

function floatipConfig(name: HostName, by: By, tokenFile: string): string {
  const follow = by === 'http' ? "{ http: 'http://127.0.0.1:8008/primary' }" : cluster;
  return `cluster: ${name}
providers: { digitalocean: { tokenFile: ${tokenFile}, endpoint: 'http://${gateway}:${apiPort}' } }
addresses: [{ name: db, kind: digitalocean-reserved-ip, ip: ${floatingIp}, follow: ${follow} }]
`;
}
