import { isIp } from '../../core/ip.ts';
import { plainText } from '../../core/plain-text.ts';

/** What people type for a command that is called otherwise, and what to type instead. */
const meant: readonly (readonly [words: string, hint: string])[] = [
  [
    'move switch failover fail-over takeover take-over take claim grab attach bind associate map up',
    'To bring an address to this host: floatip assign NAME; to another one: floatip assign NAME --to NODE',
  ],
  [
    'unassign detach unbind disassociate unmap free drop give drain down remove delete',
    'To take an address from this host: floatip release NAME',
  ],
  [
    'undo back revert rollback restore',
    'To bring an address back to where it was: floatip assign NAME --to NODE; floatip history says where that is',
  ],
  [
    'list ls show get describe info who whoami owner state stat ps',
    'To see who holds the addresses: floatip status',
  ],
  [
    'check validate verify lint test',
    'To check the config and its secrets: floatip config check; to see what a command would do: --dry-run',
  ],
  [
    'diagnose diagnosis preflight health healthcheck',
    'To see what is wrong with the set-up: floatip doctor',
  ],
  ['log logs journal events audit', 'To see what happened on this host: floatip history'],
  [
    'daemon run serve server start agent monitor listen fifo metrics',
    'To stay and take over by itself: floatip watch',
  ],
  [
    'stop restart reload enable disable pause resume',
    'The watcher is a service: systemctl stop, restart or reload floatip. To pause, take follow out of the config of every host',
  ],
  [
    'sync heal fix repair enforce ensure apply',
    'To put right what events missed: floatip reconcile',
  ],
  [
    'setup install configure keepalived permissions policy scopes',
    'To see what keepalived needs: floatip init; what the token or key needs: floatip init --policy',
  ],
  ['schema', 'To print the JSON Schema of the config: floatip config schema'],
  [
    'edit',
    'The config is a file to edit, /etc/floatip/config.yaml. Check it with: floatip config check',
  ],
  [
    'rehearse simulate mock emulator sandbox exercise',
    'To rehearse on an embedded cloud: floatip demo, floatip drill --simulate, or floatip cloud',
  ],
  [
    'master backup fault event',
    'To tell what keepalived says: floatip notify --instance NAME --state STATE',
  ],
  [
    'login auth token secret',
    'There is no login: set DO_TOKEN, or name a file in the config. Check it with: floatip config check',
  ],
  ['completions complete', 'For words that the shell completes: floatip completion bash'],
  ['alerts notifications notify-test', 'To send a test message: floatip alert test'],
  ['floatip sudo', 'Write floatip once, and sudo in front of it'],
  ['update upgrade uninstall', 'npm does that, as it has installed floatip: npm install --global'],
];

/** What to type instead of a command that is not there. */
export function hintForCommand(word: string): string | undefined {
  if (isIp(word)) {
    const ip = plainText(word);
    return `To bring it to this host: floatip assign ${ip}; to see who holds it: floatip status ${ip}`;
  }
  if (/^(?:assign|release|status|notify) \S/.test(word))
    return 'Write it as words of its own, without quotes around';
  const plain = word.toLowerCase();
  return meant.find(([words]) => words.split(' ').includes(plain))?.[1];
}
