import { obstacleFor } from '../../lib/files/access.ts';
import type { Finding } from '../../ports/check.ts';
import type { Surroundings } from './surroundings.ts';

/** Why a script of keepalived could not read a file; nothing where it could. */
export function whyNotReadable(
  path: string,
  { scriptUser: { account }, facts }: Pick<Surroundings, 'scriptUser' | 'facts'>,
): Finding | undefined {
  if (account === undefined || facts.stats(path) === undefined) return undefined;
  const obstacle = obstacleFor(account, { path, wish: 'read', look: facts.stats });
  if (obstacle === undefined) return undefined;
  const { gid } = account;
  if (obstacle !== path) {
    return {
      detail: `it may not enter ${obstacle}`,
      fix: `chgrp ${gid} ${obstacle} && chmod g+x ${obstacle}`,
    };
  }
  return {
    detail: 'its mode does not allow that; of its groups only the primary one counts',
    fix: `chown root:${gid} ${path} && chmod 0640 ${path}`,
  };
}
