import { sharedFolders, whyApart } from '../config/apart.ts';
import { valueOf } from '../config/environment.ts';
import { runtimeFolder } from '../config/folders.ts';
import { instanceOf } from '../core/follow.ts';
import { compareOrder, newestOf } from '../core/vrrp.ts';
import type { Notice } from '../core/warning.ts';
import { readBootId } from '../lib/host/boot-id.ts';
import { findElsewhere } from '../triggers/elsewhere.ts';
import type { Elsewhere } from '../triggers/elsewhere.ts';
import type { Session } from './session.ts';

type Knowing = Pick<Session, 'env' | 'config' | 'local'>;

/**
 * What keeps this process from knowing what keepalived has said: folders that it does not share with those
 * who were told. Looks through /tmp and all processes, which takes milliseconds.
 */
export function whatIsElsewhere(session: Knowing): readonly Notice[] {
  const { env, config } = session;
  const names = new Set(config.addresses.flatMap((address) => instanceOf(address) ?? []));
  // Who has named a folder may have another set-up beside this one.
  if (names.size === 0 || valueOf('FLOATIP_RUNTIME_DIR', env) !== undefined) return [];
  const own = runtimeFolder(env);
  const boot = readBootId().slice(0, 8);
  const all = findElsewhere({ boot, own, names: [...names] });
  const apart = whyApart(env);
  return [
    ...(apart === undefined ? [] : [{ message: apart.reason, hint: apart.hint }]),
    ...all.flatMap((elsewhere) => warningOf(elsewhere, own, session) ?? []),
  ];
}

/** What is older than what this process knows is from before somebody has put it right. */
function warningOf(
  elsewhere: Elsewhere,
  own: string | undefined,
  session: Knowing,
): Notice | undefined {
  const { events } = session.local();
  const newer = [...elsewhere.newest].flatMap(([name, order]) => {
    const known = newestOf(events.events(name));
    return known === undefined || compareOrder(order, known.order) > 0 ? [name] : [];
  });
  if (newer.length === 0) return undefined;
  const { path, uid } = elsewhere;
  const here = own ?? 'none';
  return {
    message: `Hooks of user ${uid} were told of ${newer.join(', ')} and keep it in ${path}, which is not read here: the folder of this process is ${here}`,
    hint: hintFor(elsewhere),
  };
}

function hintFor({ path, uid }: Elsewhere): string {
  const { runtime, state } = sharedFolders;
  if (path.startsWith('/proc/')) {
    return `Have keepalived see ${runtime} and ${state} of this host: mount both into its container, or allow both in its unit by ReadWritePaths=${runtime} ${state}`;
  }
  if (uid === process.getuid?.()) {
    return `Allow both folders in the unit of keepalived (systemctl edit keepalived): ReadWritePaths=${runtime} ${state}; or unset what names another one there`;
  }
  return `Give both folders to that user (hooks/floatip.tmpfiles does): chown -R ${uid} ${runtime} ${state}`;
}
