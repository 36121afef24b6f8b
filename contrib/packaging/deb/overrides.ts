import type { Entry } from '../entry.ts';
import type { Form } from '../form.ts';

type Override = readonly [reason: string, tag: string];

const ofAll: readonly Override[] = [
  [
    'Under systemd the watcher does it, floatip.service; the line of cron is for hosts without one.',
    'missing-systemd-timer-for-cron-script [etc/cron.d/floatip]',
  ],
];

const ofNode: readonly Override[] = [
  [
    'It is the binary that the Node.js project has built and tested, with the libraries that it ships.',
    'embedded-library zlib [usr/lib/floatip/node]',
  ],
  [
    'No other Node starts it: /usr/bin/floatip names the one beside it.',
    'missing-dep-for-interpreter node (does not satisfy nodejs:any) [usr/lib/floatip/bin/floatip.js]',
  ],
  ['As that project links it.', 'hardening-no-pie [usr/lib/floatip/node]'],
];

const ofSymbols: Override = [
  'Where it was built there was no strip for its architecture.',
  'unstripped-binary-or-object [usr/lib/floatip/node]',
];

/** What lintian says of a package that is meant so, each with the reason. */
const reasons: Readonly<Record<Form['name'], readonly Override[]>> = {
  floatip: ofAll,
  'floatip-bundled': [...ofAll, ...ofNode],
};

export function overrides({ name }: Form, hasSymbols: boolean): readonly Entry[] {
  const all = [...reasons[name], ...(hasSymbols ? [ofSymbols] : [])];
  const lines = all.flatMap(([reason, tag]) => [`# ${reason}`, `${name}: ${tag}`]);
  if (lines.length === 0) return [];
  return [{ path: `/usr/share/lintian/overrides/${name}`, text: `${lines.join('\n')}\n` }];
}
