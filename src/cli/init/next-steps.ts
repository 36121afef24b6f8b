import { kernelSettingsPath } from '../../config/kernel-settings.ts';
import type { Way } from './choices.ts';
import { kernelSettings } from './kernel-settings.ts';
import type { Plan, SecretPlan } from './plan.ts';

/** What is left to do, in order. */
export function nextSteps(plan: Plan, folder: string | undefined): readonly string[] {
  const { secrets, by, check } = plan;
  const steps: readonly Step[] = [
    ...secrets.map(secretStep),
    ['check all of it', 'floatip config check && keepalived -t'],
    ...unitSteps(by !== 'hooks', check?.unit),
    ...(kernelSettings(plan) === undefined
      ? []
      : [['tell the kernel', `sysctl -q -p ${kernelSettingsPath}`] as const]),
    ['start keepalived', 'systemctl enable keepalived && systemctl reload-or-restart keepalived'],
    ['prove it', 'floatip doctor && floatip status'],
  ];
  return [
    ...(folder === undefined
      ? []
      : ['', 'Copy the files to /etc, as root:', ...copySteps(plan, folder)]),
    '',
    'Then on both hosts, as root:',
    ...steps.map(line),
  ];
}

/** The same for a host whose keepalived runs already. */
export function nextStepsHere({
  secrets,
  by,
  from,
}: {
  readonly secrets: readonly SecretPlan[];
  readonly by: Way;
  /** Where the files were written to, of this host. */
  readonly from: string | undefined;
}): readonly string[] {
  const steps: readonly Step[] = [
    ...(from === undefined ? [] : [['put the files there', `cp -r ${quoted(from)}/. /`] as const]),
    ...secrets.map(secretStep),
    ['check all of it', 'floatip config check && keepalived -t'],
    ...unitSteps(by !== 'hooks', undefined),
    ['go', 'systemctl reload keepalived'],
    ['prove it', 'floatip doctor && floatip status'],
  ];
  return ['', 'Then, as root:', ...steps.map(line)];
}

type Step = readonly [what: string, command: string];

function line([what, command]: Step): string {
  return `  ${what.padEnd(18)} ${command}`;
}

/** Files of an archive keep their mode, and become root's where root unpacks it. */
function copySteps({ hosts: [self, peer] }: Plan, folder: string): readonly string[] {
  const [from, to] = [self, peer].map(({ name }) => quoted(`${folder}/${name}`));
  return [
    line([`here (${self.name})`, `cp -r ${from}/etc /`]),
    line([
      `to ${peer.name}`,
      `tar -C ${to} -c etc | ssh root@${peer.ip} tar -x -C / --no-same-owner --no-overwrite-dir`,
    ]),
  ];
}

/** As one word of a shell. */
function quoted(path: string): string {
  return /^[\w./:@-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function secretStep({ path, what }: SecretPlan): Step {
  return [`the ${what}`, `(umask 077 && cat >${path})      # paste it, Enter, Ctrl-D`];
}

function unitSteps(hasWatcher: boolean, unit: string | undefined): readonly Step[] {
  if (!hasWatcher && unit === undefined) return [];
  return [
    ['read the units', 'systemctl daemon-reload'],
    ...(unit === undefined ? [] : [[`let ${unit} tell`, `systemctl restart ${unit}`] as const]),
    ...(hasWatcher ? [['start floatip', 'systemctl enable --now floatip'] as const] : []),
  ];
}
