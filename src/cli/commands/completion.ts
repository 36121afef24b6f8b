import { Argument } from 'commander';
import type { Command } from 'commander';

import { shells } from '../completion/shells.ts';
import type { Shell } from '../completion/shells.ts';
import type { Context } from '../context.ts';

const help = `
Packages of Debian and Red Hat install it. Elsewhere:
  floatip completion bash > /usr/share/bash-completion/completions/floatip
  floatip completion zsh  > /usr/share/zsh/site-functions/_floatip
  floatip completion fish > /usr/share/fish/vendor_completions.d/floatip.fish

The script asks "floatip completion SHELL -- WORDS…" what may stand in the place of the last word: commands,
options, and what this host knows of: addresses of the config, nodes, VRRP instances.
`;

export function addCompletion(program: Command, { io }: Context): void {
  program
    .command('completion')
    .summary('print the script that completes words in a shell')
    .description('Print the script that completes words in a shell.')
    .addArgument(new Argument('<shell>', 'for which shell').choices(shells))
    .argument('[words...]', 'what was typed, for the script itself')
    .addHelpText('after', help)
    .action(async (shell: Shell, words: readonly string[]) => {
      const { runCompletion } = await import('../run/run-completion.ts');
      await runCompletion(shell, { words, program, io });
    });
}
