import type { Clouds } from '../../providers/clouds.ts';
import type { CloudDescription } from '../../providers/description.ts';
import type { KindDescription } from '../../providers/kind-description.ts';

/** What the set-up of a pair has to know of a kind: all that it knows of clouds, it knows from here. */
export interface KindFacts {
  readonly kind: string;
  readonly cloud: string;
  /** Lines that its instance needs, where it is keepalived that announces it; nothing where a request moves it. */
  readonly announced: readonly string[] | undefined;
  /** The secrets that nothing can be done without. */
  readonly secrets: readonly SecretFile[];
}

export interface SecretFile {
  /** The keys that lead to it in the cloud's section of the config. */
  readonly keys: readonly string[];
  /** Its name in the folder of the config. */
  readonly file: string;
  /** What is in it, in words. */
  readonly what: string;
}

export async function kindFacts(clouds: Clouds): Promise<ReadonlyMap<string, KindFacts>> {
  const described = await clouds.describeAll();
  const facts = described.flatMap((cloud) => {
    const secrets = secretsOf(cloud);
    return cloud.kinds.map((kind): KindFacts => {
      return {
        kind: kind.name,
        cloud: cloud.name,
        secrets,
        announced: announcingLines(kind, cloud),
      };
    });
  });
  return new Map(facts.map((one) => [one.kind, one]));
}

/** A cloud without any settings says where it looks for its secret by itself. */
function secretsOf(cloud: CloudDescription): readonly SecretFile[] {
  const { secret } = cloud.configure(undefined, {
    endpoint: (url) => url,
    metadata: (url) => url,
    variable: () => undefined,
  });
  if (secret?.isNeeded !== true) return [];
  return secret.parts.map(({ file: { key }, credential, what }) => {
    const keys = key.split('.').slice(2);
    return { keys, file: credential, what };
  });
}

/** What stands beside the IPs of an announced kind, which the set-up itself puts where they belong. */
function announcingLines(
  { name, announcedOn, keepalivedLines }: KindDescription,
  cloud: CloudDescription,
): readonly string[] | undefined {
  if (announcedOn === undefined) return undefined;
  const some = { name: 'web', cloud: cloud.name, kind: name, ip: '192.0.2.1' };
  const lines = keepalivedLines?.([some]) ?? [];
  const begin = lines.findIndex((line) => line.endsWith('{'));
  return begin === -1 ? lines : [...lines.slice(0, begin), ...lines.slice(lines.indexOf('}') + 1)];
}
