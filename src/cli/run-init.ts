import { readFileSync } from 'node:fs';

import type { Io } from '../app/io.ts';
import type { Config } from '../config/config.ts';
import { defaultConfigPath, loadConfig } from '../config/load.ts';
import { Failure } from '../ports/failure.ts';
import { explainFailure } from './explain.ts';
import { keepalivedLines } from './keepalived-lines.ts';
import type { CommonOptions } from './options.ts';
import { otherNotifies } from './other-notify.ts';
import { printJson, tellingFailures } from './print-report.ts';

export interface InitOptions extends CommonOptions {
  readonly policy?: true;
  readonly json?: true;
}

/** Prints what the addresses in the config need elsewhere. Throws `config` or `usage`. */
export async function runInit(options: InitOptions, io: Io): Promise<void> {
  const config = await loadConfig({ path: options.config, env: io.env, clouds: io.clouds });
  if (options.policy === true) await printPolicies(config, { json: options.json === true, io });
  else await tellLines(config, { json: options.json === true, io });
}

async function tellLines(config: Config, printing: Printing): Promise<void> {
  await tellingFailures({ ...printing, nothing: {} }, async () => {
    printKeepalivedLines(config, printing);
  });
}

function printKeepalivedLines({ addresses, path }: Config, { json, io }: Printing): void {
  if (addresses.every(({ follow }) => follow === undefined)) {
    const where = path ?? `${defaultConfigPath}, which does not exist`;
    throw new Failure('config', `No address follows a VRRP instance in ${where}`, {
      hint: 'Say there for each address which one it follows: follow: VI_1. For permissions, run: floatip init --policy',
    });
  }
  const keepalived = keepalivedLines(addresses, io.clouds);
  if (json) printJson({ keepalived }, io);
  else io.stdout.write(keepalived);
  const names = addresses.flatMap(({ follow }) => follow ?? []);
  warnOfOthers(io.env['FLOATIP_KEEPALIVED_CONF'] ?? '/etc/keepalived/keepalived.conf', names, io);
}

/** What is printed would be ignored there without a word to anybody but keepalived's log. */
function warnOfOthers(path: string, names: readonly string[], { stderr }: Io): void {
  for (const { block, line } of otherNotifies(readIfThere(path), names)) {
    const message = `${block} has a notify already, in ${path}:${line}, and keepalived ignores a second one`;
    const hint =
      'Let that script end with: exec /etc/floatip/keepalived-notify "$@". Or leave it alone, and use floatip watch with the FIFO';
    stderr.write(explainFailure({ message, hint }));
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

interface Printing {
  readonly json: boolean;
  readonly io: Io;
}

async function printPolicies({ addresses }: Config, { json, io }: Printing): Promise<void> {
  const clouds = new Set(addresses.map(({ cloud }) => cloud));
  if (clouds.size === 0) {
    throw new Failure('usage', 'There is no address to make a policy for', {
      hint: 'List addresses in the config file first',
    });
  }
  const needed = await Promise.all(
    [...clouds].map(async (cloud) => {
      const own = addresses.filter((address) => address.cloud === cloud);
      return { cloud, policy: await io.clouds.described(cloud).policy(own) };
    }),
  );
  if (json) {
    printJson(Object.fromEntries(needed.map(({ cloud, policy }) => [cloud, policy.document])), io);
    return;
  }
  io.stdout.write(needed.map(({ policy }) => policy.text).join('\n'));
}
