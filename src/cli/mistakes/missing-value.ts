import type { CloudDescription } from '../../providers/description.ts';
import { fifoPath } from '../keepalived/keepalived-lines.ts';

const values: Readonly<Record<string, string | undefined>> = {
  '--config': '/etc/floatip/config.yaml',
  '--fifo': fifoPath,
  '--group': 'VG_1',
  '--instance': 'VI_1',
  '--listen': '127.0.0.1:9477',
  '--log-level': 'debug',
  '--since': '2h',
  '--state': 'MASTER',
  '--timeout': '30s',
};

/** What an option, as it is declared, looks like with the value that was left out: `-c, --config <file>`. */
export function missingValueHint(
  option: string,
  help: string,
  [cloud]: readonly CloudDescription[],
): string {
  const [name = ''] = /--[a-z-]+/.exec(option) ?? [];
  const value = values[name] ?? valueIn(cloud, name);
  const example = value === undefined ? '' : `, such as ${name} ${value}`;
  return `Write its value behind it${example}: ${help} tells more`;
}

/** The values that a cloud has for it, shown by the first one. */
function valueIn(cloud: CloudDescription | undefined, option: string): string | undefined {
  switch (option) {
    case '--from':
    case '--to':
      return cloud?.examples.node;
    case '--kind':
      return cloud?.kinds[0]?.name;
    case '--provider':
      return cloud?.name;
    default:
      return undefined;
  }
}
