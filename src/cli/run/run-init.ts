import { resolve } from 'node:path';

import { factsOfThisHost } from '../../app/doctor/host-facts.ts';
import type { Io } from '../../app/io.ts';
import type { Config } from '../../config/config.ts';
import { defaultConfigPath, loadConfig } from '../../config/load.ts';
import { instanceOf } from '../../core/follow.ts';
import { Failure } from '../../ports/failure.ts';
import { configFilesOnDisk } from '../../triggers/keepalived-config/config-files-on-disk.ts';
import { readKeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Context } from '../context.ts';
import { isSetUp } from '../init/is-set-up.ts';
import type { OutputOptions, SetUpOptions } from '../init/set-up-options.ts';
import { keepalivedLines } from '../keepalived/keepalived-lines.ts';
import { otherNotifies } from '../keepalived/other-notify.ts';
import type { CommonOptions } from '../options.ts';
import { explainFailure } from '../print/explain.ts';
import { printJson } from '../print/print-report.ts';
import { tellingFailures } from '../print/telling-failures.ts';

export interface InitOptions extends CommonOptions, SetUpOptions, OutputOptions {
  readonly policy?: true;
  readonly json?: true;
}

/** Writes a set-up, or prints what the addresses in the config need elsewhere. Throws `config` or `usage`. */
export async function runInit(options: InitOptions, context: Context): Promise<void> {
  const { io } = context;
  if (options.from !== undefined) {
    const { setUpFrom } = await import('../init/from/set-up-from.ts');
    await setUpFrom(options.from, { options, io });
    return;
  }
  if (isSetUp(options)) {
    const { setUp } = await import('../init/set-up.ts');
    await setUp({ options, io });
    return;
  }
  const config = await loadConfig({ path: options.config, env: io.env, clouds: io.clouds });
  if (isForAsking(options, config) && io.terminal?.isThere() === true) {
    const { askAndSetUp } = await import('../init/ask.ts');
    await askAndSetUp(config, context);
    return;
  }
  if (options.policy === true) await printPolicies(config, { json: options.json === true, io });
  else await tellLines(config, { json: options.json === true, io });
}

/** Where nothing follows anything yet, there are no lines to print, and a new pair is meant. */
function isForAsking({ policy, json }: InitOptions, { addresses }: Config): boolean {
  return (policy ?? json) === undefined && addresses.every(({ follow }) => follow === undefined);
}

async function tellLines(config: Config, printing: Printing): Promise<void> {
  await tellingFailures({ ...printing, nothing: {} }, async () => {
    printKeepalivedLines(config, printing);
  });
}

function printKeepalivedLines({ addresses, path }: Config, { json, io }: Printing): void {
  if (addresses.every((address) => instanceOf(address) === undefined)) {
    const where = path ?? `${defaultConfigPath}, which does not exist`;
    throw new Failure('config', `No address follows a VRRP instance in ${where}`, {
      hint: 'Say there for each address which one it follows: follow: VI_1. For permissions, run: floatip init --policy',
    });
  }
  const keepalived = keepalivedLines(addresses, io.clouds);
  if (json) printJson({ keepalived }, io);
  else io.stdout.write(keepalived);
  const names = addresses.flatMap((address) => instanceOf(address) ?? []);
  warnOfOthers(io.env['FLOATIP_KEEPALIVED_CONF'] ?? '/etc/keepalived/keepalived.conf', names, io);
}

/** What is printed would be ignored there without a word to anybody but keepalived's log. */
function warnOfOthers(path: string, names: readonly string[], { stderr }: Io): void {
  const facts = factsOfThisHost();
  const source = { files: configFilesOnDisk(), configId: facts.hostname.replace(/\..*$/, '') };
  const conf = readKeepalivedConfig(resolve(path), source);
  for (const { block, at } of otherNotifies(conf, { followed: names, facts })) {
    const message = `${block} has a notify already, in ${at.file}:${at.line}, and keepalived ignores a second one`;
    const hint =
      'Let that script end with: exec /etc/floatip/keepalived-notify "$@". Or leave it alone, and use floatip watch with the FIFO';
    stderr.write(explainFailure({ message, hint }));
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
