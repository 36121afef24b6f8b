import { kinds, providerOf } from '../../core/address.ts';
import { setUps } from '../../providers/registry.ts';
import type { SetUp } from '../../providers/set-up.ts';

/** What the set-up of a pair has to know of a kind: all that it knows of clouds, it knows from here. */
export interface KindFacts {
  readonly kind: string;
  readonly cloud: string;
  /** Lines that its instance needs, where it is keepalived that announces it; nothing where a request moves it. */
  readonly announced: readonly string[] | undefined;
  readonly secrets: SetUp['secrets'];
}

export async function kindFacts(): Promise<ReadonlyMap<string, KindFacts>> {
  const facts = await Promise.all(
    kinds.map(async (kind): Promise<KindFacts> => {
      const cloud = providerOf(kind);
      const { secrets, announced } = await setUps[cloud]();
      return { kind, cloud, secrets, announced: announced[kind] };
    }),
  );
  return new Map(facts.map((one) => [one.kind, one]));
}
