import type { Scene } from '../../emulator/emulated-cloud.ts';
import { cloudEntries } from '../../emulator/registry.ts';

/** What the demo shows, cloud by cloud. */
export const scenes: readonly { readonly title: string; readonly scene: Scene }[] =
  cloudEntries.map(([, { title, scene }]) => ({ title, scene }));

/** Where all of it happens. */
export const topology = `listen: 127.0.0.1:0\n${scenes.map(({ scene }) => scene.topology).join('')}`;

/** The config of lb2. */
export function configOf({ addresses }: Scene): string {
  const lines = addresses.map(
    ({ name, kind, entry }) => `  - { name: ${name}, kind: ${kind}, ${entry} }`,
  );
  return `addresses:\n${lines.join('\n')}\n`;
}
