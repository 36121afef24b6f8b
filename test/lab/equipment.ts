import type { EventPath } from './event-path.ts';
import type { Requirement } from './requirements.ts';
import { labRequirements, missingPackages, recipeRequirements, works } from './requirements.ts';

/** The exit code of what does nothing because it lacks what it needs. */
export const notEquipped = 3;

/** Whether all that a lab needs is here; otherwise it says what is not, and what to do. */
export function isEquipped(
  paths: readonly EventPath[],
  more: readonly Requirement[] = [],
): boolean {
  // Not every root has it.
  process.env['PATH'] += ':/usr/sbin:/sbin';
  const lacks = missing(paths, more);
  if (lacks.length === 0) return true;
  console.error(`The lab needs what is not here: ${lacks.join('; ')}`);
  return false;
}

function missing(paths: readonly EventPath[], more: readonly Requirement[]): readonly string[] {
  if (process.platform !== 'linux') return ['Linux: the lab is made of network namespaces'];
  if (process.getuid?.() !== 0) return ['root: run it as root'];
  return [
    ...missingPackages([
      ...labRequirements,
      ...more,
      ...(paths.includes('recipe') ? recipeRequirements : []),
    ]),
    // Root of a container may well lack it.
    ...(works(['unshare', '--net', '--mount', 'true'])
      ? []
      : ['the right to make network namespaces: run a container with --privileged']),
  ];
}
