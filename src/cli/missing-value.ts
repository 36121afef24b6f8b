import { kinds, providerNames } from '../core/address.ts';
import { fifoPath } from './keepalived-lines.ts';

const values: Readonly<Record<string, string | undefined>> = {
  '--config': '/etc/floatip/config.yaml',
  '--fifo': fifoPath,
  '--from': '12345678',
  '--group': 'VG_1',
  '--instance': 'VI_1',
  '--kind': kinds[0],
  '--listen': '127.0.0.1:9477',
  '--log-level': 'debug',
  '--provider': providerNames[0],
  '--since': '2h',
  '--state': 'MASTER',
  '--timeout': '30s',
  '--to': '12345678',
};

/** What an option, as it is declared, looks like with the value that was left out: `-c, --config <file>`. */
export function missingValueHint(option: string, help: string): string {
  const [name = ''] = /--[a-z-]+/.exec(option) ?? [];
  const value = values[name];
  const example = value === undefined ? '' : `, such as ${name} ${value}`;
  return `Write its value behind it${example}: ${help} tells more`;
}
