import { chmodSync, chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Diagnosis } from '../../src/app/doctor/doctor.ts';
import { factsOfThisHost } from '../../src/app/doctor/host-facts.ts';
import type { HostFacts } from '../../src/app/doctor/host-facts.ts';
import { runDoctor } from '../../src/cli/run/run-doctor.ts';
import type { ProgramRun } from '../../src/lib/processes/run-program.ts';
import { version } from '../../src/lib/version.ts';
import type { Host } from '../../src/ports/host.ts';
import { FakeClock } from './fake-clock.ts';
import { fakeHost } from './fake-host.ts';
import { startInProcessCloud } from './in-process-cloud.ts';
import type { InProcessCloud } from './in-process-cloud.ts';
import { openIo } from './run-main.ts';
import { temporaryFolder } from './temporary.ts';
import { token } from './token.ts';

/** One of two healthy hosts, lb2, as files of a test and as what its system says. */
export interface Patient {
  readonly folder: string;
  world: InProcessCloud;
  readonly env: Record<string, string | undefined>;
  readonly args: { as?: string; peer: string[] };
  /** What the programs of the host say, by how their command lines begin. */
  readonly programs: Record<string, ProgramRun>;
  facts: HostFacts;
  host: Host;
  path(name: string): string;
  read(name: string): string;
  write(name: string, text: string, mode?: number): void;
  /** Replaces a part of a file, which has to be there. */
  change(name: string, from: string | RegExp, to: string): void;
  remove(name: string): void;
  chmod(name: string, mode: number): void;
  chown(name: string, uid: number, gid?: number): void;
  /** Files that are nowhere but in what the checks see. */
  readonly virtual: Record<string, string | undefined>;
  doctor(): Promise<Diagnosis & { readonly code: number }>;
  /** What it prints for people. */
  print(): Promise<{ readonly code: number; readonly stdout: string }>;
  /** How much time has passed on this host. Milliseconds. */
  now(): number;
}

export interface PatientOptions {
  readonly topology?: string;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The lines of the config below `addresses`. */
  readonly addresses?: string;
  readonly providers?: string;
}

const passwd = `root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
keepalived_script:x:993:993::/nonexistent:/usr/sbin/nologin
`;

/** nginx at port 80 of all IPs, and sshd. */
export const listening = `  sl  local_address rem_address   st
   0: 00000000:0050 00000000:0000 0A
   1: 00000000:0016 00000000:0000 0A
`;

export function startPatient(options: PatientOptions = {}): Patient {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const clock = new FakeClock();
  const world = startInProcessCloud(clock, options.topology);
  const node = options.node ?? '222';
  const path = (name: string): string => join(folder, name);
  const texts = new Map<string, string>();
  const virtual: Patient['virtual'] = {
    '/etc/passwd': passwd,
    '/etc/group': 'root:x:0:\n',
    '/proc/net/tcp': listening,
    '/proc/net/tcp6': '',
    '/proc/sys/net/ipv4/neigh/eth0/retrans_time_ms': '1000\n',
    '/proc/sys/net/ipv4/neigh/eth0/mcast_solicit': '3\n',
    '/proc/sys/net/ipv6/neigh/eth0/retrans_time_ms': '1000\n',
    '/proc/sys/net/ipv6/neigh/eth0/mcast_solicit': '3\n',
  };
  const programs = healthyPrograms();
  const real = factsOfThisHost();
  const patient: Patient = {
    folder,
    world,
    path,
    virtual,
    programs,
    env: {
      DO_TOKEN: undefined,
      FLOATIP_RUNTIME_DIR: path('run'),
      FLOATIP_STATE_DIR: path('lib'),
      ...options.env,
    },
    args: { peer: [] },
    host: {
      ...fakeHost({ ticks: 1, pid: 1 }, { ips: new Set(['10.0.0.2', '10.17.0.222', '10.0.4.21']) }),
      runningKeepalived: () => ({ pid: 77, forMs: 60_000 }),
      fifoUse: () => ({
        writers: ['keepalived (process 77)'],
        readers: ['floatip (process 88)'],
        isPartial: false,
      }),
    },
    facts: {
      ...real,
      uid: process.getuid?.() ?? 0,
      hostname: 'lb2.example',
      ownHook: path('etc/hook'),
      text: (name) => (name in virtual ? virtual[name] : real.text(name)),
      names: (name) => (name === '/sys/class/net' ? ['eth0', 'lo'] : real.names(name)),
      freeBytes: () => 10 ** 9,
      commandOf: (pid) => (pid === 77 ? ['/usr/sbin/keepalived', '-n'] : []),
      environmentOf: () => ({ PATH: '/usr/sbin:/usr/bin' }),
      isHere: () => true,
      processIds: () => [77],
      lookup: async () => ['198.51.100.7'],
      certificateOf: async () => ({
        subject: 'api.cloud.test',
        issuer: 'A Real CA',
        endsAt: clock.wall() + 90 * 24 * 3600 * 1000,
        distrust: undefined,
      }),
      async run(command) {
        const line = command.join(' ');
        const known = Object.keys(programs).find((one) => line.startsWith(one));
        if (known !== undefined) return programs[known]!;
        // A hook that the test has put there.
        return line.startsWith(folder)
          ? said('')
          : { ...said(''), code: undefined, error: 'ENOENT' };
      },
    },
    read: (name) => texts.get(name) ?? '',
    write(name, text, mode = 0o644) {
      mkdirSync(dirname(path(name)), { recursive: true });
      writeFileSync(path(name), text);
      chmodSync(path(name), mode);
      texts.set(name, text);
    },
    change(name, from, to) {
      const text = patient.read(name);
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`Nothing to change in ${name}: ${from}`);
      patient.write(name, changed);
    },
    remove: (name) => rmSync(path(name)),
    chmod: (name, mode) => chmodSync(path(name), mode),
    chown: (name, uid, gid = 0) => chownSync(path(name), uid, gid),
    now: () => clock.now(),
    async doctor() {
      const { stdout, code } = await look(true);
      return { ...(JSON.parse(stdout) as Diagnosis), code };
    },
    print: () => look(false),
  };
  const look = async (json: boolean) => {
    const { env, host, args, facts } = patient;
    const { io, printed } = openIo({ clock, world: patient.world, node, env, host });
    let code = 0;
    const context = { io, described: [], finish: (given: number) => void (code = given) };
    const asked = {
      ...args,
      ...(json ? { json: true as const } : {}),
      color: false,
      config: path('etc/config.yaml'),
      keepalivedConf: path('etc/keepalived.conf'),
    };
    await clock.run(runDoctor(asked, context, facts));
    return { code, stdout: printed().stdout };
  };
  for (const name of ['run', 'lib']) mkdirSync(path(name), { mode: 0o700 });
  writeHealthyFiles(patient, options);
  return patient;
}

function writeHealthyFiles(
  patient: Patient,
  {
    addresses = `  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: VI_1 }`,
    providers = `  digitalocean: { tokenFile: ${patient.path('etc/do_token')} }`,
  }: PatientOptions,
): void {
  const hook = patient.path('etc/keepalived-notify');
  patient.write('etc/config.yaml', `providers:\n${providers}\naddresses:\n${addresses}\n`);
  patient.write('etc/do_token', `${token}\n`, 0o600);
  patient.write('etc/hook', '#!/bin/sh\nexit 0\n', 0o755);
  patient.write('etc/keepalived-notify', '#!/bin/sh\nexit 0\n', 0o755);
  patient.write('etc/check-service', '#!/bin/sh\nexit 0\n', 0o755);
  patient.write(
    'etc/keepalived.conf',
    `global_defs {
  router_id lb2
  script_user root
  enable_script_security
  vrrp_version 3
}
vrrp_script service {
  script "${patient.path('etc/check-service')} nginx"
  interval 1
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority 100
  advert_int 0.5
  nopreempt
  higher_prio_send_advert
  unicast_src_ip 10.0.0.2
  unicast_peer { 10.0.0.3 }
  track_script { service }
  notify "${hook}"
  notify_master_rx_lower_pri "${hook} --instance VI_1 --state MASTER_RX_LOWER_PRI"
}
`,
  );
}

export function said(stdout: string, code = 0): ProgramRun {
  return { code, stdout, stderr: '' };
}

/** What the programs of a healthy host say. */
function healthyPrograms(): Record<string, ProgramRun> {
  return {
    '/usr/sbin/keepalived --version': { ...said(''), stderr: 'Keepalived v2.2.7 (01/16,2022)\n' },
    '/usr/sbin/keepalived -t': said(''),
    'env node --version': said('v22.20.0\n'),
    'env floatip --version': said(`floatip ${version} (node v22.20.0)\n`),
    'systemctl show keepalived.service': said(
      'LoadState=loaded\nUnitFileState=enabled\nMemoryDenyWriteExecute=no\nProtectSystem=no\nIPAddressDeny=\n',
    ),
    'systemctl show floatip.service': said('LoadState=loaded\nUnitFileState=enabled\n'),
  };
}
