import { Failure, isFailure } from '../../ports/failure.ts';
import type { Clouds } from '../../providers/clouds.ts';
import type { GivenAddress } from './address-option.ts';
import { addressLines } from './config-yaml.ts';
import type { KindFacts } from './kind-facts.ts';
import type { AddressEntry } from './plan.ts';
import { readConfigText } from './read-config-text.ts';

/** An address of the config, with what is different about it on the two hosts. */
export interface Draft extends GivenAddress {
  readonly entry: AddressEntry;
}

export interface DraftOptions {
  /** Of the instances. */
  readonly names: readonly string[];
  /** For each instance, what its operator wants keepalived to put on an interface. */
  readonly vips: readonly (string | undefined)[];
  readonly device: string;
  readonly facts: ReadonlyMap<string, KindFacts>;
}

/** Of two instances, addresses follow one and the other in turn. Throws `usage`. */
export function draftEntries(
  given: readonly GivenAddress[],
  options: DraftOptions,
): readonly Draft[] {
  const { names, facts } = options;
  return given.map((address, index) => {
    const { kind, keys } = address;
    const turn = index % names.length;
    const isAnnounced = facts.get(kind)?.announced !== undefined;
    const own = { name: index === 0 ? 'web' : `web${index + 1}`, kind, ...keys };
    const follow = typeof keys['follow'] === 'string' ? keys['follow'] : (names[turn] ?? '');
    const where = isAnnounced ? announcedAt(address, turn, options) : seenAt(turn, options);
    return { ...address, entry: { ...own, ...where, follow } };
  });
}

type Keys = Readonly<Record<string, string>>;

/** keepalived announces the IP, so it has to know it, also where the cloud is asked for the id. */
function announcedAt({ keys, text }: GivenAddress, turn: number, options: DraftOptions): Keys {
  const { vips, device } = options;
  const ip = keys['ip'] ?? vips[turn];
  if (typeof ip !== 'string') {
    throw new Failure('usage', `keepalived has to put the IP of this on an interface: ${text}`, {
      hint: `Name it as well: --address ${text},ip=10.0.4.99`,
    });
  }
  const on = typeof keys['interface'] === 'string' ? keys['interface'] : device;
  return { ip, interface: on };
}

/** With one, the interface has the last word on who is master. */
function seenAt(turn: number, { vips }: DraftOptions): Keys {
  const vip = vips[turn];
  return vip === undefined ? {} : { vip };
}

/** The entries of one host, each of which a config can have. Throws `usage`. */
export async function entriesOf(
  drafts: readonly Draft[],
  host: 'self' | 'peer',
  clouds: Clouds,
): Promise<readonly AddressEntry[]> {
  const entries = drafts.map(({ entry, own }) => ({ ...entry, ...own[host] }));
  for (const [index, entry] of entries.entries()) {
    await refuse(drafts[index]?.text ?? '', [entry], clouds);
  }
  await refuse('', entries, clouds);
  return entries;
}

async function refuse(
  text: string,
  entries: readonly AddressEntry[],
  clouds: Clouds,
): Promise<void> {
  try {
    await readConfigText('', [...addressLines(entries), ''].join('\n'), clouds);
  } catch (error) {
    if (!isFailure(error, 'config')) throw error;
    const told = error.message.split('\n').map(withoutPlace);
    throw new Failure('usage', `${`--address ${text}`.trim()}: ${told.join('; ')}`, {
      hint:
        error.hint ??
        'Write KIND:IP or KIND:ID, and further keys of the config as key=value, after commas',
      cause: error,
    });
  }
}

/** There is no file yet in which anybody could look for a line or an entry. */
function withoutPlace(line: string): string {
  return line
    .replace(/^:\d+: /, '')
    .replace(/ in addresses\.\d+ \([^)]*\)/, '')
    .replace(/addresses\.\d+\.(\w+)(?: \([^)]*\))?/, '$1');
}
