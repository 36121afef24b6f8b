import { checkSecrets } from '../../config/check-secrets.ts';
import type { Config } from '../../config/config.ts';
import { secretConflicts } from '../../config/secret-conflicts.ts';
import { secretFilesOf } from '../../config/secret-files.ts';
import type { SecretFile } from '../../config/secret-files.ts';
import { mistakeAround } from '../../config/secret-shape.ts';
import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Examination } from './examination.ts';
import { whyNotReadable } from './readable.ts';
import type { Surroundings } from './surroundings.ts';

/** The secrets that the config names, and their files. */
export function secretChecks(surroundings: Surroundings): readonly Examination[] {
  const { config } = surroundings;
  if (isFailure(config)) return [];
  return [
    {
      ids: ['token.mode', 'token.owner', 'token.shape', 'token.usable', 'token.conflict'],
      async run(_, find) {
        const files = await secretFilesOf(config);
        const found = files.flatMap((file) => ofFile(file, surroundings));
        for (const check of found) find(check);
        const usable = await usableOf(config, surroundings, found);
        if (usable !== undefined) find(usable);
        for (const check of await conflictsOf(config, surroundings)) find(check);
      },
    },
  ];
}

function ofFile(file: SecretFile, surroundings: Surroundings): readonly Check[] {
  const { facts } = surroundings;
  const stats = facts.stats(file.path);
  if (stats === undefined) return [];
  const { what, path } = file;
  const open = (stats.mode & 0o007) !== 0;
  const isForeign = stats.uid !== 0 && stats.uid !== facts.uid;
  return [
    open
      ? checked('token.mode', 'fail', {
          detail: `${path} is open to every user of this host, who may have read it by now`,
          fix: `chmod o= ${path}, and have the cloud give you a new one`,
        })
      : passed('token.mode', `${path} is closed to others`),
    isForeign
      ? checked('token.owner', 'fail', {
          detail: `${path} belongs to user ${stats.uid}, who may put another ${what} there`,
          fix: `chown root ${path}`,
        })
      : passed('token.owner', `${path} belongs to user ${stats.uid}`),
    shapeOf(file, surroundings),
    readerOf(file, surroundings),
  ];
}

function shapeOf({ what, path }: SecretFile, { facts }: Surroundings): Check {
  const text = facts.text(path) ?? '';
  const mistake = text.trim() === '' ? 'is empty' : mistakeAround(text);
  if (mistake === undefined)
    return passed('token.shape', `${path} holds what the ${what} looks like`);
  return checked('token.shape', 'fail', {
    detail: `${path} ${mistake}`,
    fix: `Put the ${what} into ${path}, and nothing else`,
  });
}

function readerOf({ path }: SecretFile, surroundings: Surroundings): Check {
  const why = whyNotReadable(path, surroundings);
  const { name } = surroundings.scriptUser;
  if (why === undefined) return passed('token.reader', `${name} may read ${path}`);
  return checked('token.reader', 'fail', {
    detail: `${name}, as whom keepalived runs its scripts, cannot read ${path}: ${why.detail}`,
    fix: why.fix,
  });
}

/** What was said of its file already is not said again. */
async function usableOf(
  config: Config,
  { io: { env } }: Surroundings,
  found: readonly Check[],
): Promise<Check | undefined> {
  try {
    await checkSecrets(config, env);
    return passed('token.usable', 'There is one for each cloud of the config');
  } catch (error) {
    if (!isFailure(error)) throw error;
    const isSaid = found.some(({ id, status }) => status === 'fail' && id !== 'token.reader');
    const { message, hint } = error;
    return isSaid ? undefined : checked('token.usable', 'fail', { detail: message, fix: hint });
  }
}

async function conflictsOf(
  config: Config,
  { io: { env } }: Surroundings,
): Promise<readonly Check[]> {
  const conflicts = await secretConflicts(config, env);
  if (conflicts.length === 0) return [passed('token.conflict', 'No two places disagree')];
  const fix =
    'Remove the one that is not meant: unset the variable, or take the file out of the config';
  return conflicts.map((detail) => checked('token.conflict', 'warn', { detail, fix }));
}
