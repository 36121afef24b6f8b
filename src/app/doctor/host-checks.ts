import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

import { sharedFolders } from '../../config/apart.ts';
import { runtimeFolder, stateFolder } from '../../config/folders.ts';
import { obstacleFor } from '../../lib/files/access.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { whatIsElsewhere } from '../elsewhere.ts';
import type { Examination } from './examination.ts';
import { isNewEnough, oldestNode } from './hook-checks.ts';
import { hookPrograms } from './keepalived-hooks.ts';
import type { Surroundings } from './surroundings.ts';

/** What floatip needs of the host, whatever keepalived does. */
export function hostChecks(surroundings: Surroundings): readonly Examination[] {
  return [
    { ids: ['node.version'], run: (_, find) => find(nodeVersion()) },
    { ids: ['folders.shared'], run: (_, find) => foldersShared(surroundings).forEach(find) },
    { ids: ['folders.writable'], run: (_, find) => find(foldersWritable(surroundings)) },
    { ids: ['disk.space'], run: (_, find) => find(diskSpace(surroundings)) },
  ];
}

function nodeVersion(): Check {
  const { version } = process;
  if (isNewEnough(version)) return passed('node.version', version);
  return checked('node.version', 'fail', {
    detail: `${version} is too old: floatip needs ${oldestNode}`,
    fix: `Install Node ${oldestNode} or newer`,
  });
}

function foldersShared({ io: { env }, session }: Surroundings): readonly Check[] {
  const [runtime, state] = [runtimeFolder(env), stateFolder(env)];
  const notices = session === undefined ? [] : whatIsElsewhere(session);
  const inTmp = [runtime, state].filter((path) => path?.startsWith('/tmp/') === true);
  if (notices.length > 0) {
    return notices.map(({ message, hint }) =>
      checked('folders.shared', 'fail', { detail: message, fix: hint }),
    );
  }
  if (runtime === undefined || state === undefined || inTmp.length === 1) {
    return [
      checked('folders.shared', 'fail', {
        detail: `What is for all is kept in ${runtime ?? 'no folder'} and ${state ?? 'no folder'}, which others do not share`,
        fix: `Make ${sharedFolders.runtime} and ${sharedFolders.state} (hooks/floatip.tmpfiles does), or set FLOATIP_RUNTIME_DIR and FLOATIP_STATE_DIR for all`,
      }),
    ];
  }
  return [passed('folders.shared', `${runtime} and ${state}`)];
}

function foldersWritable({ io: { env }, facts, scriptUser, keepalived }: Surroundings): Check {
  const { account, name } = scriptUser;
  if (account === undefined || hookPrograms(keepalived.config, facts).length === 0) {
    return skipped('folders.writable', 'No hook of floatip is run');
  }
  const folders = [runtimeFolder(env), stateFolder(env)].flatMap((folder) => folder ?? []);
  for (const folder of folders) {
    const path = existsSync(folder) ? folder : dirname(folder);
    const obstacle = obstacleFor(account, { path, wish: 'write', look: facts.stats });
    if (obstacle === undefined) continue;
    return checked('folders.writable', 'fail', {
      detail: `${name}, as whom keepalived runs hooks, may not write in ${folder}`,
      fix: `mkdir -p ${folder} && chown -R ${account.uid}:${account.gid} ${folder} (hooks/floatip.tmpfiles does, also after a reboot)`,
    });
  }
  return passed('folders.writable', `${name} may write in ${folders.join(' and ')}`);
}

const leastBytes = 16 * 1024 * 1024;

function diskSpace({ io: { env }, facts }: Surroundings): Check {
  const folders = [runtimeFolder(env), stateFolder(env)].flatMap((folder) => folder ?? []);
  for (const folder of folders) {
    const path = existsSync(folder) ? folder : dirname(folder);
    const free = facts.freeBytes(path);
    if (free === undefined || free >= leastBytes) continue;
    return checked('disk.space', 'fail', {
      detail: `${Math.floor(free / 1024 / 1024)} MB are left in ${path}`,
      fix: `Make room there: df -h ${path}`,
    });
  }
  return passed('disk.space', `There is room in ${folders.join(' and ')}`);
}
