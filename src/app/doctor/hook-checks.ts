import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { obstacleFor } from '../../lib/files/access.ts';
import type { ProgramRun } from '../../lib/processes/run-program.ts';
import { version } from '../../lib/version.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { Examination } from './examination.ts';
import { hookPrograms } from './keepalived-hooks.ts';
import type { Surroundings } from './surroundings.ts';

const runMs = 8000;

/** Whether what keepalived.conf names can be started as keepalived starts it. */
export function hookChecks(surroundings: Surroundings): readonly Examination[] {
  const { keepalived, facts } = surroundings;
  const programs = hookPrograms(keepalived.config, facts);
  if (programs.length === 0) return [noHook];
  return [
    {
      ids: ['hook.there', 'hook.mode', 'hook.current', 'hook.starts'],
      async run(signal, find) {
        for (const program of programs) {
          const found = lookAt(program, surroundings);
          for (const check of found) find(check);
          if (found.some(({ status }) => status === 'fail')) continue;
          find(await start(program, surroundings, signal));
        }
      },
    },
    {
      ids: ['node.path', 'floatip.path'],
      run: (signal, find) => lookUp(surroundings, signal, find),
    },
  ];
}

const noHook: Examination = {
  ids: ['hook.there'],
  run: (_, find) => find(skipped('hook.there', 'keepalived.conf names no hook of floatip')),
};

function lookAt(program: string, { scriptUser, facts }: Surroundings): readonly Check[] {
  if (facts.stats(program) === undefined) {
    const fix = `Copy hooks/keepalived-notify of the package there: cp "$(npm root -g)/floatip/hooks/keepalived-notify" ${program}`;
    return [checked('hook.there', 'fail', { detail: `There is no ${program}`, fix })];
  }
  const there = passed('hook.there', program);
  const { account, name } = scriptUser;
  const obstacle =
    account === undefined
      ? undefined
      : obstacleFor(account, { path: program, wish: 'execute', look: facts.stats });
  if (obstacle !== undefined) {
    const detail = `${name} may not ${obstacle === program ? 'execute' : 'enter'} ${obstacle}`;
    return [there, checked('hook.mode', 'fail', { detail, fix: `chmod a+x ${obstacle}` })];
  }
  return [
    there,
    passed('hook.mode', `${name} may execute ${program}`),
    ...currentOf(program, facts),
  ];
}

/** Of the file that the package brings; somebody's own script is not compared. */
function currentOf(program: string, facts: Surroundings['facts']): readonly Check[] {
  if (basename(program) !== 'keepalived-notify') return [];
  const own = facts.text(facts.ownHook);
  if (own === undefined) return [];
  if (own === facts.text(program)) return [passed('hook.current', `As it comes with ${version}`)];
  return [
    checked('hook.current', 'note', {
      detail: `${program} is not what comes with floatip ${version}`,
      fix: 'Copy hooks/keepalived-notify of the package there, unless it was changed on purpose',
    }),
  ];
}

/** With an event of an instance that nobody follows, and folders that are gone afterwards. */
async function start(
  program: string,
  { facts, keepalived, scriptUser: { account } }: Surroundings,
  signal: AbortSignal,
): Promise<Check> {
  const folder = mkdtempSync(join(tmpdir(), 'floatip-doctor-'));
  const isRoot = facts.uid === 0 && account !== undefined && account.uid !== 0;
  try {
    if (isRoot) chownSync(folder, account.uid, account.gid);
    const { FLOATIP: named } = keepalived.process?.environment ?? {};
    const env = {
      PATH: keepalived.searchPath,
      FLOATIP_CONFIG: '/dev/null',
      FLOATIP_RUNTIME_DIR: join(folder, 'run'),
      FLOATIP_STATE_DIR: join(folder, 'state'),
      ...(named === undefined ? {} : { FLOATIP: named }),
    };
    const as = isRoot ? { uid: account.uid, gid: account.gid } : {};
    const event = ['INSTANCE', 'floatip-doctor', 'BACKUP', '0'];
    const run = await facts.run([program, ...event], { env, timeoutMs: runMs, signal, ...as });
    return verdictOn(program, run);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdictOn(program: string, { code, stderr, error }: ProgramRun): Check {
  if (code === 0) return passed('hook.starts', `${program} runs, and takes an event`);
  const [said = ''] = stderr.trim().split('\n');
  const ended = error === undefined ? `ended with ${code}` : `could not run: ${error}`;
  return checked('hook.starts', 'fail', {
    detail: `${program} ${ended}${said === '' ? '' : `: ${said}`}`,
    fix: `Run it as keepalived does, and look: env -i PATH=/usr/bin:/bin ${program} INSTANCE test BACKUP 0`,
  });
}

async function lookUp(
  { facts, keepalived: { searchPath, process } }: Surroundings,
  signal: AbortSignal,
  find: (check: Check) => void,
): Promise<void> {
  const floatip = process?.environment?.['FLOATIP'] ?? 'floatip';
  const env = { PATH: withUsual(searchPath, floatip) };
  const ask = (command: readonly string[]): Promise<ProgramRun> =>
    facts.run(command, { env, timeoutMs: runMs, signal });
  const [node, own] = await Promise.all([
    ask(['env', 'node', '--version']),
    ask(['env', floatip, '--version']),
  ]);
  find(nodeOf(startedOn(own) ?? node, env.PATH));
  find(ownOf(own, { floatip, path: env.PATH }));
}

/** As hooks/keepalived-notify extends it. */
function withUsual(path: string, floatip: string): string {
  const beside = floatip.startsWith('/') ? [floatip.replace(/\/[^/]*$/, '')] : [];
  const usual = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'.split(':');
  return [...new Set([...beside, ...path.split(':'), ...usual])].join(':');
}

const link =
  'Link floatip and node into /usr/local/bin, or set FLOATIP=/path/to/floatip in the environment of keepalived';

/** Where floatip starts, what it says of its Node counts: a package may bring one along that is in no PATH. */
function startedOn(own: ProgramRun): ProgramRun | undefined {
  const [, found] = /\(node (v\d+\.\d+\.\d+)\)/.exec(own.code === 0 ? own.stdout : '') ?? [];
  return found === undefined ? undefined : { ...own, stdout: found };
}

function nodeOf({ code, stdout }: ProgramRun, path: string): Check {
  if (code !== 0) {
    const detail = `Hooks find no Node in ${path}`;
    return checked('node.path', 'fail', { detail, fix: link });
  }
  const found = stdout.trim();
  if (isNewEnough(found)) return passed('node.path', found);
  return checked('node.path', 'fail', {
    detail: `Hooks find Node ${found}, which is too old: floatip needs ${oldestNode}`,
    fix: `Install Node ${oldestNode} or newer where keepalived finds it, or set FLOATIP=/path/to/floatip beside it`,
  });
}

export const oldestNode = '20.19';

export function isNewEnough(found: string): boolean {
  const [major = 0, minor = 0] = found.replace(/^v/, '').split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function ownOf(
  { code, stdout }: ProgramRun,
  { floatip, path }: { readonly floatip: string; readonly path: string },
): Check {
  if (code !== 0) {
    const detail = `Hooks find no ${floatip} that runs in ${path}`;
    return checked('floatip.path', 'fail', { detail, fix: link });
  }
  const said = stdout.trim();
  if (said.includes(version)) return passed('floatip.path', said);
  return checked('floatip.path', 'warn', {
    detail: `Hooks find another one than this ${version}: ${said}`,
    fix: 'Remove the one that is not meant, or link the other one into /usr/local/bin',
  });
}
