import { dirname } from 'node:path';

import { accountIn } from '../../lib/processes/accounts.ts';
import type { ScriptLine } from '../../triggers/keepalived-config/script-line.ts';
import { placeOf } from './keepalived-here.ts';
import { speakersOf } from './keepalived-hooks.ts';
import type { Speaker } from './keepalived-hooks.ts';
import type { Rule, RuleScope, Trouble } from './keepalived-rule.ts';
import { titleOf } from './keepalived-rule.ts';

/** Whether keepalived runs the scripts that it is told to run. */
export const scriptRules: readonly Rule[] = [
  { id: 'keepalived.script-user', trouble: missingUsers, whenWell: 'It is there' },
  {
    id: 'keepalived.security',
    trouble: unsafeScripts,
    whenWell: 'No script could have been changed by others',
  },
  { id: 'keepalived.track', trouble: brokenChecks, whenWell: 'All that is tracked is there' },
];

function missingUsers({ conf, scriptUser, facts }: RuleScope): readonly Trouble[] {
  const passwd = facts.text('/etc/passwd') ?? '';
  const named = scriptsIn({ conf }).flatMap(({ user, at }) =>
    user === undefined || accountIn(passwd, user) !== undefined
      ? []
      : [{ name: user, source: placeOf(conf, at) }],
  );
  const missing = scriptUser.account === undefined ? [scriptUser, ...named] : named;
  return missing.map(({ name, source }) => ({
    status: 'fail',
    detail: `There is no user ${name}, which ${source} names: keepalived runs none of those scripts`,
    fix: `useradd --system --no-create-home --shell /usr/sbin/nologin ${name}`,
  }));
}

function scriptsIn({ conf }: Pick<RuleScope, 'conf'>): readonly ScriptLine[] {
  return [
    ...speakersOf(conf).flatMap(({ notifies }) => notifies),
    ...conf.scripts.flatMap(({ script }) => script ?? []),
    ...conf.globals.fifoScripts,
  ];
}

/**
 * keepalived looks at every folder on the way (acassen/keepalived#842), and with script security disables a script
 * of root that somebody else may have changed; without it, it runs that as root.
 */
function unsafeScripts({ conf, facts, scriptUser }: RuleScope): readonly Trouble[] {
  const isEnabled = conf.globals.enableScriptSecurity !== undefined;
  const troubles = scriptsIn({ conf }).flatMap(
    ({ command: [program = ''], user, at }): readonly Trouble[] => {
      const runsAsRoot = (user ?? scriptUser.name) === 'root';
      const open = runsAsRoot ? openPart(program, facts) : undefined;
      if (open === undefined) return [];
      const what = isEnabled ? 'keepalived disables it' : 'keepalived runs it as root all the same';
      return [
        {
          status: 'fail',
          detail: `${program}, in ${placeOf(conf, at)}, can be changed by others than root, at ${open}: ${what}`,
          fix: `chown root:root ${open} && chmod go-w ${open}`,
        },
      ];
    },
  );
  if (troubles.length > 0 || isEnabled || scriptsIn({ conf }).length === 0) return troubles;
  return [
    {
      status: 'note',
      detail:
        'enable_script_security is not there: keepalived would run a script that others have changed',
      fix: 'Put into global_defs: enable_script_security',
    },
  ];
}

function openPart(path: string, facts: RuleScope['facts']): string | undefined {
  if (!path.startsWith('/')) return undefined;
  for (const part of partsOf(path)) {
    const stats = facts.stats(part);
    if (stats === undefined) return undefined;
    const isSticky = (stats.mode & 0o1000) !== 0;
    const isOpen = !isSticky && (stats.mode & 0o002) !== 0;
    const isOpenToGroup = !isSticky && (stats.mode & 0o020) !== 0 && stats.gid !== 0;
    if (isOpen || isOpenToGroup || stats.uid !== 0) return part;
  }
  return undefined;
}

function partsOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [path] : [...partsOf(folder), path];
}

function brokenChecks(scope: RuleScope): readonly Trouble[] {
  return [...speakersOf(scope.conf).flatMap(scriptTrouble(scope)), ...missingFiles(scope)];
}

function scriptTrouble({ conf, facts }: RuleScope): (speaker: Speaker) => readonly Trouble[] {
  const scripts = new Map(conf.scripts.map((script) => [script.name, script]));
  return (speaker) =>
    speaker.trackScripts.flatMap(({ value, at }): readonly Trouble[] => {
      const script = scripts.get(value);
      if (script === undefined) {
        const detail = `${titleOf(speaker)} tracks ${value}, in ${placeOf(conf, at)}, and there is no vrrp_script of that name`;
        return [{ status: 'fail', detail, fix: 'Define it, or take it out of track_script' }];
      }
      const [program = ''] = script.script?.command ?? [];
      const why = whyNotRun(program, facts);
      if (why === undefined) return [];
      const detail = `vrrp_script ${value}, in ${placeOf(conf, script.at)}, runs ${program}, which ${why}: keepalived leaves the check out`;
      return [{ status: 'fail', detail, fix: `Put it there, and: chmod 0755 ${program}` }];
    });
}

function missingFiles({ conf }: RuleScope): readonly Trouble[] {
  const files = new Set(conf.trackFiles.map(({ name }) => name));
  return speakersOf(conf).flatMap((speaker) =>
    speaker.trackFiles
      .filter(({ value }) => !files.has(value))
      .map(({ value, at }) => ({
        status: 'fail',
        detail: `${titleOf(speaker)} tracks the file ${value}, in ${placeOf(conf, at)}, and there is no track_file of that name`,
        fix: 'Define it, or take it out of track_file',
      })),
  );
}

/** One without a slash is looked for in a PATH that may be any. */
function whyNotRun(program: string, facts: RuleScope['facts']): string | undefined {
  if (!program.startsWith('/')) return undefined;
  const stats = facts.stats(program);
  if (stats === undefined) return 'is not there';
  return (stats.mode & 0o111) === 0 ? 'cannot be executed' : undefined;
}
