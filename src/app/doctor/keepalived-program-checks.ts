import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { Examination } from './examination.ts';
import { placeOf } from './keepalived-here.ts';
import { isOlder, versionIn, whatItLacks } from './keepalived-version.ts';
import type { Surroundings } from './surroundings.ts';
import { unitProperties } from './systemd-unit.ts';
import type { UnitProperties } from './systemd-unit.ts';

const runMs = 5000;

/** The program, its process and its unit. */
export function keepalivedProgramChecks(surroundings: Surroundings): readonly Examination[] {
  return [
    {
      ids: ['keepalived.installed', 'keepalived.version', 'keepalived.accepts'],
      run: (signal, find) => lookAtProgram(surroundings, signal, find),
    },
    { ids: ['keepalived.running'], run: (_, find) => find(running(surroundings)) },
    {
      ids: ['keepalived.boot', 'keepalived.sandbox'],
      async run(signal, find) {
        const unit = await unitProperties('keepalived', surroundings.facts, signal);
        if (unit === undefined) {
          find(skipped('keepalived.boot', 'No systemd says anything of a unit keepalived'));
          return;
        }
        find(atBoot(unit));
        for (const check of sandbox(unit)) find(check);
      },
    },
  ];
}

async function lookAtProgram(
  surroundings: Surroundings,
  signal: AbortSignal,
  find: (check: Check) => void,
): Promise<void> {
  const { facts, keepalived } = surroundings;
  const program = keepalived.process?.command[0] ?? 'keepalived';
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };
  const asked = await facts.run([program, '--version'], { env, timeoutMs: runMs, signal });
  const version = versionIn(asked.stderr + asked.stdout);
  if (version === undefined) {
    const isNeeded = surroundings.addresses.some(({ follow }) => typeof follow === 'string');
    find(
      checked('keepalived.installed', isNeeded ? 'fail' : 'note', {
        detail: 'It is not installed, and addresses that follow an instance wait for its word',
        fix: 'apt-get install keepalived, or dnf install keepalived',
      }),
    );
    return;
  }
  find(passed('keepalived.installed', `keepalived ${version}`));
  for (const check of versionChecks(version, surroundings)) find(check);
  if (keepalived.config === undefined) return;
  const tested = await facts.run([program, '-t', '-f', keepalived.path], {
    env,
    timeoutMs: runMs,
    signal,
  });
  find(accepted(tested, keepalived.path));
}

function versionChecks(
  version: string,
  { keepalived: { config } }: Surroundings,
): readonly Check[] {
  if (config === undefined) return [passed('keepalived.version', version)];
  const lacks = whatItLacks(version, config);
  if (lacks.length > 0) {
    return lacks.map(({ keyword, since, at }) =>
      checked('keepalived.version', 'fail', {
        detail: `keepalived ${version} does not know ${keyword}, in ${placeOf(config, at)}: it came with ${since}`,
        fix: `Install keepalived ${since} or newer, or take that line out`,
      }),
    );
  }
  if (!isOlder(version, '2.0.6')) return [passed('keepalived.version', version)];
  return [
    checked('keepalived.version', 'warn', {
      detail: `keepalived ${version} has no notify_master_rx_lower_pri: after a flap, the true master is told nothing`,
      fix: 'Install keepalived 2.0.6 or newer, or run floatip watch, or floatip reconcile by cron',
    }),
  ];
}

function accepted(
  { code, stdout, stderr, error }: Awaited<ReturnType<Surroundings['facts']['run']>>,
  path: string,
): Check {
  const lines = `${stderr}\n${stdout}`
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !harmless.test(line));
  const [first] = lines;
  if (error !== undefined) {
    return skipped('keepalived.accepts', `keepalived -t could not be run: ${error}`);
  }
  if (code === 0 && first === undefined) return passed('keepalived.accepts', path);
  return checked('keepalived.accepts', code === 0 ? 'warn' : 'fail', {
    detail: lines.slice(0, 3).join('; ') || `keepalived -t ended with ${code}`,
    fix: `Correct ${path}, and see with: keepalived -t -f ${path}`,
  });
}

/** What floatip looks at itself, and what means nothing. */
const harmless = /SECURITY VIOLATION|No VIP specified|max_auto_priority|Starting|Running on/;

function running({ keepalived: { process, path }, io }: Surroundings): Check {
  if (process === undefined) {
    return checked('keepalived.running', 'warn', {
      detail: 'No keepalived runs in the network of this host',
      fix: 'systemctl enable --now keepalived, and look: journalctl -u keepalived',
    });
  }
  const { env } = io;
  const named = env['FLOATIP_KEEPALIVED_CONF'];
  const detail = `Process ${process.pid}, by ${path}`;
  return passed('keepalived.running', named === undefined ? detail : `Process ${process.pid}`);
}

function atBoot({ UnitFileState: state = '', LoadState: load = '' }: UnitProperties): Check {
  if (load === 'not-found') {
    return checked('keepalived.boot', 'note', {
      detail: 'It has no unit of systemd: something else has to start it at boot',
    });
  }
  if (['enabled', 'static', 'generated', 'alias'].includes(state)) {
    return passed('keepalived.boot', `Its unit is ${state}`);
  }
  return checked('keepalived.boot', 'warn', {
    detail: `Its unit is ${state || 'not enabled'}: after a reboot this host takes nothing over`,
    fix: 'systemctl enable keepalived',
  });
}

function sandbox(unit: UnitProperties): readonly Check[] {
  const findings = sandboxRules.flatMap(({ isHarm, detail, fix }) =>
    isHarm(unit) ? [checked('keepalived.sandbox', 'fail', { detail, fix })] : [],
  );
  return findings.length > 0
    ? findings
    : [passed('keepalived.sandbox', 'Its unit allows what a hook needs')];
}

interface SandboxRule {
  isHarm(unit: UnitProperties): boolean;
  readonly detail: string;
  readonly fix: string;
}

const folders = '/run/floatip /var/lib/floatip';
const edit = 'systemctl edit keepalived, and below [Service]:';

const sandboxRules: readonly SandboxRule[] = [
  {
    isHarm: (unit) => unit['MemoryDenyWriteExecute'] === 'yes',
    detail:
      'MemoryDenyWriteExecute=yes in the unit of keepalived kills Node in hooks; they run with --jitless, more slowly',
    fix: `${edit} MemoryDenyWriteExecute=no`,
  },
  {
    isHarm: (unit) =>
      unit['ProtectSystem'] === 'strict' &&
      !folders.split(' ').every((path) => unit['ReadWritePaths']?.includes(path) === true),
    detail:
      'ProtectSystem=strict in the unit of keepalived keeps hooks from writing what they were told',
    fix: `${edit} ReadWritePaths=${folders}`,
  },
  {
    isHarm: (unit) => unit['PrivateNetwork'] === 'yes',
    detail: 'PrivateNetwork=yes in the unit of keepalived keeps hooks from the API',
    fix: `${edit} PrivateNetwork=no`,
  },
  {
    isHarm: (unit) => (unit['IPAddressDeny'] ?? '') !== '',
    detail:
      'IPAddressDeny in the unit of keepalived may keep hooks from the API and the metadata service',
    fix: `${edit} IPAddressDeny=`,
  },
];
