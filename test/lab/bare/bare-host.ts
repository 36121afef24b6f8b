import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A host with files, processes and a network of its own, on which nothing is set up. */
export interface BareHost {
  readonly name: string;
  /** Runs a line of a shell as root, who types this, and returns what was to be seen. */
  run(line: string, typed?: string): Promise<Seen>;
  end(): void;
}

interface Seen {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BareHostOptions {
  readonly name: string;
  readonly folder: string;
  readonly plan: HostPlace;
  /** What goes into its /etc/hosts. */
  readonly hosts: string;
  /** PEM of whom it trusts. */
  readonly authority: string;
}

interface HostPlace {
  readonly ip: string;
  readonly anchor: string;
  readonly gateway: string;
}

/** As root has it, and what systemd starts. */
const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  TZ: 'UTC',
  NODE_EXTRA_CA_CERTS: '/etc/ssl/lab-ca.pem',
};

/** Has to run inside the network that it is to be cabled to. Throws where this machine cannot have it. */
export async function startBareHost(options: BareHostOptions): Promise<BareHost> {
  const { name, folder: base, plan, hosts, authority } = options;
  const folder = join(base, name);
  mkdirSync(folder);
  writeFileSync(`${folder}.hosts`, hosts);
  writeFileSync(`${folder}.ca.pem`, authority);
  const spaces = ['--net', '--mount', '--pid', '--uts', '--fork', '--kill-child', '--mount-proc'];
  const enter = [resolve('test/lab/bare/enter-host.sh'), name, folder, resolve('.')];
  const child = spawn('unshare', [...spaces, 'sh', ...enter, process.execPath], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await readiness(child, name);
  const pid = firstInside(child);
  cable(name, pid, plan);
  const into = ['--target', String(pid), '--mount', '--pid', '--uts', '--net'];
  return {
    name,
    run: (line, typed = '') => runLine(['nsenter', ...into, 'sh', '-c', `cd\n${line}`], typed),
    end: () => void child.kill('SIGKILL'),
  };
}

async function readiness(child: ChildProcess, name: string): Promise<void> {
  const { stdout } = child;
  if (stdout === null) throw new Error('There is nothing to read');
  for await (const line of createInterface({ input: stdout })) if (line === 'ready') return;
  throw new Error(`${name} cannot be made here: ended with ${child.exitCode ?? child.signalCode}`);
}

/** `unshare --fork` stays outside. */
function firstInside({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

function cable(name: string, pid: number, { ip, anchor, gateway }: HostPlace): void {
  const inside = `link set lo up
address add ${anchor}/16 dev lo
address add ${ip}/24 dev eth1
link set eth1 up
route add default via ${gateway}
`;
  command(['ip', 'link', 'add', name, 'type', 'veth', 'peer', 'eth1', 'netns', String(pid)]);
  command(['ip', 'link', 'set', name, 'up', 'master', 'br0']);
  command(['nsenter', '--target', String(pid), '--net', 'ip', '-batch', '-'], inside);
}

/** Throws. */
export function command([program = '', ...args]: readonly string[], input = ''): void {
  const { status, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
}

async function runLine([program = '', ...args]: readonly string[], typed: string): Promise<Seen> {
  const child = spawn(program, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const seen = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => void (seen[name] += text));
  // It need not read what is typed.
  child.stdin.on('error', () => undefined);
  child.stdin.end(typed);
  await once(child, 'close');
  return { code: child.exitCode, ...seen };
}
