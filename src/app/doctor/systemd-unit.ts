import type { HostFacts } from './host-facts.ts';

export type UnitProperties = Readonly<Record<string, string>>;

const asked = [
  'LoadState',
  'UnitFileState',
  'ActiveState',
  'MemoryDenyWriteExecute',
  'ProtectSystem',
  'ReadWritePaths',
  'PrivateTmp',
  'PrivateNetwork',
  'IPAddressDeny',
];

/** What systemd says of a unit; nothing where it does not run, as in a container. */
export async function unitProperties(
  name: string,
  facts: HostFacts,
  signal: AbortSignal,
): Promise<UnitProperties | undefined> {
  const command = ['systemctl', 'show', `${name}.service`, `--property=${asked.join(',')}`];
  const { code, stdout } = await facts.run(command, { timeoutMs: 5000, signal });
  if (code !== 0) return undefined;
  const lines = stdout.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}
