import type { Lab } from './lab.ts';

/** Which watchers have ended as they should not have, since this was last asked. */
export function takeCrashes({ hosts }: Lab): readonly string[] {
  return hosts.flatMap(({ name, watcher }) =>
    (watcher?.takeCrashes() ?? []).map((crash) => `${name}: ${crash}`),
  );
}

/** A supervisor that starts it again hides a crash from the client, not from the lab. */
export function refuseCrashes(lab: Lab): void {
  const crashes = takeCrashes(lab);
  if (crashes.length > 0) throw new Error(crashes.join('\n'));
}
