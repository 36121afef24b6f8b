import type { Shell } from './shells.ts';

/**
 * All that a shell has to know: whom to ask, and how to show what comes back. So a script that was installed
 * once fits every later version.
 */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# bash completion for floatip
_floatip() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == :files ]]; then
      compopt -o default
    else
      COMPREPLY+=("\${line%% *}")
    fi
  done < <("$1" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _floatip floatip
`,
  zsh: `#compdef floatip
_floatip() {
  local line name about
  local -a candidates
  for line in "\${(@f)$("$words[1]" completion zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == :files ]]; then
      _files
    elif [[ -n $line ]]; then
      name=\${line%% *}
      about=\${line#"$name"}
      candidates+=("\${name//:/\\:}\${about/# /:}")
    fi
  done
  (( $#candidates )) && _describe floatip candidates
}
if [[ $funcstack[1] == _floatip ]]; then
  _floatip "$@"
else
  compdef _floatip floatip
fi
`,
  fish: `# fish completion for floatip
function __floatip_complete
  set -l typed (commandline -opc)
  set -l last (commandline -ct)
  for line in ($typed[1] completion fish -- $typed[2..-1] "$last" 2>/dev/null)
    if test "$line" = ":files"
      __fish_complete_path (commandline -ct)
    else
      string replace ' ' \\t -- $line
    end
  end
end
complete -c floatip -f -a '(__floatip_complete)'
`,
};
