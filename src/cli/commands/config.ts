import type { Command } from 'commander';

import type { Context } from '../context.ts';
import { addOptions, commonOptions } from '../options.ts';
import type { CommonOptions } from '../options.ts';

const examples = `
Examples:
  floatip config check                          check /etc/floatip/config.yaml and what it names
  floatip config check --config ./config.yaml   check another file
  floatip config schema > floatip.schema.json   the JSON Schema, for an editor
`;

export function addConfig(program: Command, context: Context): void {
  const config = program
    .command('config')
    .summary('check the config file, or print its schema')
    .description('Check the config file, or print its JSON Schema.')
    .addHelpText('after', examples);

  const check = config
    .command('check')
    .description('Check the config file and the secrets that it names. Sends nothing.')
    .addHelpText('after', examples)
    .action(async (options: CommonOptions) => {
      const { checkConfig } = await import('../run/check-config.ts');
      await checkConfig(options, context.io);
    });
  addOptions(check, commonOptions());

  config
    .command('schema')
    .description('Print the JSON Schema of the config file.')
    .addHelpText('after', examples)
    .action(async () => {
      const { printSchema } = await import('../run/print-schema.ts');
      await printSchema(context.io);
    });
}
