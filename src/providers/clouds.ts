import type { Address } from '../core/address.ts';
import { knowSecretsBy } from '../lib/secret.ts';
import type { CloudDescription } from './description.ts';
import type { KindDescription } from './kind-description.ts';

/** What is known of a cloud without its description. */
export interface CloudEntry {
  /** A variable of its secret that is set makes it likely that this cloud is meant. */
  readonly variables: readonly string[];
  /** What its secrets begin with, and nothing else does, where that is so. Letters, digits and underscores. */
  readonly secretsBegin?: readonly string[];
  /** Loads its description. */
  readonly load: () => Promise<CloudDescription>;
}

/** All clouds by their names. The first one is meant where nothing tells. */
export type CloudRegistry = Readonly<Record<string, CloudEntry>>;

/** The clouds that there are, each described once it is needed. */
export interface Clouds {
  readonly names: readonly string[];
  /** The one that is meant where nothing tells. */
  readonly first: string;
  /** The clouds whose secret the environment holds. */
  likely(env: Readonly<Record<string, string | undefined>>): readonly string[];
  /** The description of one. Throws a bug for a name that is not there. */
  describe(name: string): Promise<CloudDescription>;
  describeAll(): Promise<readonly CloudDescription[]>;
  /** The description of one that has been loaded, as those of all clouds are that the config names. */
  described(name: string): CloudDescription;
}

export function openClouds(registry: CloudRegistry): Clouds {
  const names = Object.keys(registry);
  const [first = ''] = names;
  // Before any text is printed, whichever cloud it is about: a token may stand in the wrong place.
  knowSecretsBy(Object.values(registry).flatMap(({ secretsBegin = [] }) => secretsBegin));
  const known = new Map<string, CloudDescription>();
  const describe = async (name: string): Promise<CloudDescription> => {
    const entry = registry[name];
    if (entry === undefined) throw new TypeError(`There is no cloud ${name}`);
    const description = known.get(name) ?? (await entry.load());
    known.set(name, description);
    return description;
  };
  return {
    names,
    first,
    likely: (env) => names.filter((name) => registry[name]?.variables.some((one) => env[one])),
    describe,
    describeAll: () => Promise.all(names.map(describe)),
    described(name) {
      const description = known.get(name);
      if (description === undefined) throw new TypeError(`Nobody has loaded the cloud ${name}`);
      return description;
    },
  };
}

/** The description of an address's kind, whose cloud has been loaded. */
export function kindIn(
  clouds: Pick<Clouds, 'described'>,
  { cloud, kind }: Pick<Address, 'cloud' | 'kind'>,
): KindDescription | undefined {
  return clouds.described(cloud).kinds.find(({ name }) => name === kind);
}

/** Those that have addresses which need not be in the config. */
export function unlistedIn(clouds: readonly CloudDescription[]): readonly CloudDescription[] {
  return clouds.filter(({ kinds }) => kinds.some((kind) => kind.lineInConfig === undefined));
}

/** The kind of an id, of these clouds; nothing for what is no id of theirs. */
export function kindOfId(
  text: string,
  clouds: readonly CloudDescription[],
): KindDescription | undefined {
  const kinds = clouds.flatMap((cloud) => cloud.kinds);
  return kinds.find(({ id }) => id?.pattern.test(text) === true);
}
