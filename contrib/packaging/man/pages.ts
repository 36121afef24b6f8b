import type { Command } from 'commander';

import { commandLine } from '../../../.config/reference/options.ts';
import { commandPage, pageName } from './command-page.ts';
import type { Edition } from './command-page.ts';
import { configPage } from './config-page.ts';

/** The manual pages by the names of their files: one for floatip, one for each command, one for the config. */
export function manualPages(edition: Edition): ReadonlyMap<string, string> {
  const commands = withAllBelow(commandLine());
  return new Map([
    ...commands.map((one) => [`${pageName(one)}.1`, commandPage(one, edition)] as const),
    ['floatip.yaml.5', configPage(edition)],
  ]);
}

function withAllBelow(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}
