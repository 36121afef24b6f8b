import type { CloudDescription } from '../../providers/description.ts';

type Hints = Readonly<Record<string, string>>;
type Meant = readonly [words: string, hint: string];

const withoutOption = 'Write it without an option: floatip assign NAME';

const toTarget = 'To bring it to another node: floatip assign NAME --to NODE';

const fromTarget = 'To take it from another node: floatip release NAME --from NODE';

/** What people type for an option that is called otherwise, and what to type instead. */
const meant: readonly Meant[] = [
  ['-v -vv --verbose --debug -d --trace', 'To be told more: --log-level debug'],
  ['-q --quiet --silent', 'To be told less: --log-level silent'],
  ['-f --force', 'Nothing has to be forced: it does what it is told. To skip the question: --yes'],
  ['--dryrun --check --noop --simulate --plan', 'To see what would be done: --dry-run'],
  ['-o --output --format --yaml', 'The output for programs is: --json'],
  ['--ip --name --address --addr --id --vip', withoutOption],
  ['-i --iface --interface --dev', 'Say it in the config, as interface of the address'],
  ['-f --file --conf --config-file', 'To name the config file: --config FILE'],
  ['--wait --deadline --retries --retry --max-time', 'To bound the whole run: --timeout 30s'],
  ['--interval', 'Say it in the config: timing: { interval: 10s }'],
  ['--port --metrics --http --bind', 'To serve metrics: floatip watch --listen 127.0.0.1:9477'],
  ['--limit --tail --lines --last --until', 'To see less: floatip history --since 2h'],
  ['--version -V', 'To see the version: floatip --version'],
  ['--state --instance --group', 'To tell an event: floatip notify --instance NAME --state STATE'],
];

const ofAssign: Hints = {
  '--from': 'It takes the address from whoever holds it: leave --from out',
};
const ofRelease: Hints = { '--to': toTarget };
const targets = '--node --instance --instance-id --server --host --target --dest';

/** The same where it means something else in a command. */
const ofCommands: Readonly<Record<string, Hints>> = {
  assign: { ...ofAssign, ...sameFor(targets, toTarget) },
  release: {
    ...ofRelease,
    ...sameFor(targets, fromTarget),
  },
  status: { '--all': 'Without a name, all addresses are shown: leave it out' },
  reconcile: { '--all': 'It looks at all addresses: leave it out' },
  cloud: sameFor(
    '--port --listen --bind --http --metadata --endpoint',
    'Say it in the topology: floatip cloud --print-topology prints one to change',
  ),
  history: { '-n': 'To see less: floatip history --since 2h' },
  '': {
    '-v': 'To see the version: floatip --version. To be told more: --log-level debug, after the command',
  },
};

const withTwoHyphens =
  'to from all yes json timeout dry-run log-level provider kind wide since fifo listen help version verbose';

/** What says all without a value. */
export const flags: ReadonlySet<string> = new Set(
  '--all --yes --json --dry-run --wide --verbose --policy --help --version'.split(' '),
);

/** What to type instead of an option that a command has not. */
export function hintForOption(
  option: string,
  command: string,
  clouds: readonly CloudDescription[],
): string | undefined {
  const own = ofCommands[command]?.[option] ?? nodeHint(option, command, clouds);
  if (/^-[a-z]/.test(option) && withTwoHyphens.split(' ').includes(option.slice(1))) {
    return `Write two hyphens: -${option}`;
  }
  const all = [...meant, ...ofClouds(clouds)];
  return own ?? all.find(([words]) => words.split(' ').includes(option))?.[1];
}

/** What a cloud calls its nodes. */
function nodeHint(
  option: string,
  command: string,
  clouds: readonly CloudDescription[],
): string | undefined {
  const words = clouds.flatMap(({ node }) => node.meantOptions?.split(' ') ?? []);
  if (!words.includes(option)) return undefined;
  if (command === 'assign') return toTarget;
  return command === 'release' ? fromTarget : undefined;
}

function ofClouds(clouds: readonly CloudDescription[]): readonly Meant[] {
  const [first] = clouds;
  const kinds = clouds.flatMap((cloud) => cloud.kinds);
  const variable = first?.examples.secret?.replace(/=.*/, '');
  const inEnvironment = variable === undefined ? '' : `, such as ${variable}`;
  const endpoint = `FLOATIP_${first?.name.toUpperCase() ?? 'CLOUD'}_ENDPOINT`;
  return [
    [
      '-t --token --api-token --access-token --secret --secret-id --secret-key --key --password',
      `A secret never stands on the command line, where every user of the host reads it: set it in the environment${inEnvironment}, or name its file in the config`,
    ],
    [
      '--endpoint --url --api-url --metadata',
      `Say it in the config, as endpoint of the provider, or as ${endpoint}`,
    ],
    ...kinds.flatMap(({ id }): Meant[] =>
      id === undefined ? [] : [[`--${id.prefix.replace('-', '')}`, withoutOption]],
    ),
    ...clouds.flatMap(({ meantOptions = [] }) => meantOptions),
  ];
}

function sameFor(words: string, hint: string): Hints {
  return Object.fromEntries(words.split(' ').map((word) => [word, hint]));
}
