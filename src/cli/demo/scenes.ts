import type { Scene } from '../../emulator/emulated-cloud.ts';
import { cloudEntries } from '../../emulator/registry.ts';
import { Failure } from '../../ports/failure.ts';

export interface TitledScene {
  readonly title: string;
  readonly scene: Scene;
}

/** What the demo shows, cloud by cloud, or of one of them. Throws `usage` for one that is not embedded. */
export function scenesOf(name: string | undefined): readonly TitledScene[] {
  const shown = cloudEntries.filter(([one]) => name === undefined || one === name);
  if (shown.length === 0) {
    throw new Failure('usage', `No embedded cloud is made for ${name}`, {
      hint: `See docs/clouds/${name}.md for how to try it, or leave --cloud out`,
    });
  }
  return shown.map(([, { title, scene }]) => ({ title, scene }));
}

/** Where all of it happens. */
export function topologyOf(scenes: readonly TitledScene[]): string {
  return `listen: 127.0.0.1:0\n${scenes.map(({ scene }) => scene.topology).join('')}`;
}

/** The config of lb2. */
export function configOf({ addresses }: Scene): string {
  const lines = addresses.map(
    ({ name, kind, entry }) => `  - { name: ${name}, kind: ${kind}, ${entry} }`,
  );
  return `addresses:\n${lines.join('\n')}\n`;
}
