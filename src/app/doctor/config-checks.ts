import type { Config } from '../../config/config.ts';
import { defaultConfigPath } from '../../config/load.ts';
import { oversightsOf } from '../../config/oversights.ts';
import { warningsOf } from '../../config/warnings.ts';
import { checked, passed } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Examination } from './examination.ts';
import { whyNotReadable } from './readable.ts';
import type { Surroundings } from './surroundings.ts';

/** The config file itself. */
export function configChecks(surroundings: Surroundings): readonly Examination[] {
  return [
    {
      ids: ['config.file', 'config.sense', 'config.reader'],
      async run(_, find) {
        const { config } = surroundings;
        if (isFailure(config)) {
          find(unusable(config));
          return;
        }
        find(fileOf(config));
        for (const check of await senseOf(config, surroundings)) find(check);
        if (config.path !== undefined) find(readerOf(config.path, surroundings));
      },
    },
  ];
}

const correct = 'Correct it, and see with: floatip config check';

/** Of several problems, each line of the message is one. */
function unusable({ message, hint = correct }: Failure): Check {
  return checked('config.file', 'fail', { detail: message, fix: hint });
}

function fileOf({ path, addresses: { length }, instead }: Config): Check {
  if (instead !== undefined) {
    return checked('config.file', 'fail', {
      detail: instead,
      fix: correct,
    });
  }
  if (path === undefined) {
    return checked('config.file', 'fail', {
      detail: `There is none at ${defaultConfigPath}`,
      fix: 'Have floatip init write one, see docs/quick-start.md, or name it with --config',
    });
  }
  return passed('config.file', `${path}, ${length === 1 ? '1 address' : `${length} addresses`}`);
}

async function senseOf(
  config: Config,
  { facts, io: { clouds } }: Surroundings,
): Promise<readonly Check[]> {
  const interfaces = facts.names('/sys/class/net');
  const known = interfaces === undefined ? undefined : new Set(interfaces);
  const warnings = [
    ...(await warningsOf(config, clouds)),
    ...(await oversightsOf(config, known, clouds)),
  ];
  if (warnings.length === 0) return [passed('config.sense', 'Nothing to warn of')];
  const fix = `Correct it in ${config.path ?? defaultConfigPath}, and see with: floatip config check`;
  return warnings.map((detail) => checked('config.sense', 'warn', { detail, fix }));
}

function readerOf(path: string, surroundings: Surroundings): Check {
  const why = whyNotReadable(path, surroundings);
  const { name } = surroundings.scriptUser;
  if (why === undefined) return passed('config.reader', `${name} may read it`);
  return checked('config.reader', 'fail', {
    detail: `${name}, as whom keepalived runs its scripts, cannot read ${path}: ${why.detail}`,
    fix: why.fix,
  });
}
