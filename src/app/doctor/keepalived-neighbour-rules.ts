import { kernelSettingsPath } from '../../config/kernel-settings.ts';
import { missedAfter } from '../../core/detection.ts';
import type { Adverts } from '../../core/jitter.ts';
import { givesUpSoon, neighbourKeys, neighbourLines, searchFor } from '../../core/neighbours.ts';
import type { NeighbourSearch } from '../../core/neighbours.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { advertsOf } from './adverts-of.ts';
import { instancesInUse, isThisHost, titleOf } from './keepalived-rule.ts';
import type { Rule, RuleScope, Trouble } from './keepalived-rule.ts';

/** Whether this host is heard again before it is MASTER beside the other one, once its network is back. */
export const neighbourRules: readonly Rule[] = [
  {
    id: 'keepalived.neighbours',
    trouble: neighbourTrouble,
    whenWell: 'No host is MASTER before the kernel has asked for the other one',
  },
];

type Keys = ReturnType<typeof neighbourKeys>;

interface Search {
  readonly keys: Keys;
  readonly instance: VrrpInstance;
  readonly adverts: Adverts;
}

/** An interface is told once, by the instance that is the quickest on it. */
function neighbourTrouble(scope: RuleScope): readonly Trouble[] {
  const searches = instancesInUse(scope).flatMap((instance) => searchesOf(instance, scope));
  const quickest = new Map<string, Search>();
  for (const search of searches) {
    const { adverts } = quickest.get(search.keys.every) ?? {};
    if (adverts === undefined || search.adverts.advertInterval < adverts.advertInterval)
      quickest.set(search.keys.every, search);
  }
  return [...quickest.values()].flatMap((search) => troubleOf(search, scope));
}

/** Only unicast has to know where its peers are; a shorter interval is one of VRRP 3 only. */
function searchesOf(instance: VrrpInstance, scope: RuleScope): readonly Search[] {
  const { interface: device, unicastPeers, version = scope.conf.globals.vrrpVersion } = instance;
  const adverts = advertsOf(instance);
  if (device === undefined || version?.value !== 3 || adverts.advertInterval <= 0) return [];
  return unicastPeers
    .filter(({ value }) => !isThisHost(value, instance, scope))
    .map(({ value }) => ({ keys: neighbourKeys(device.value, value), instance, adverts }));
}

function troubleOf(search: Search, { facts }: RuleScope): readonly Trouble[] {
  const { keys, adverts } = search;
  const wanted = searchFor(adverts.advertInterval);
  const [everyMs, tries] = [keys.every, keys.tries].map((key) =>
    numberIn(facts.text(`/proc/sys/${key}`)),
  );
  if (wanted === undefined || everyMs === undefined || tries === undefined) return [];
  const detail = wrongWith({ everyMs, tries }, search);
  if (detail === undefined) return [];
  const lines = neighbourLines(keys, wanted).join(', ');
  const fix = `Write ${lines} into ${kernelSettingsPath} on both hosts, as floatip init does, then: sysctl -p ${kernelSettingsPath}`;
  return [{ status: 'warn', detail, fix }];
}

function wrongWith(found: NeighbourSearch, { instance, adverts }: Search): string | undefined {
  const takesMs = Math.round(missedAfter(adverts.advertInterval, adverts.priority) * 1000);
  const { everyMs, tries } = found;
  const device = instance.interface?.value;
  if (everyMs > takesMs)
    return `Once the network of this host is back, ${titleOf(instance)} may be MASTER on both hosts for up to ${everyMs} ms: the kernel asks for a neighbour on ${device} every ${everyMs} ms, and a host takes over after ${takesMs} ms`;
  if (givesUpSoon(found))
    return `The kernel gives up on a neighbour on ${device} after ${everyMs * tries} ms, and what waits for it fails: it asks ${tries} times, every ${everyMs} ms`;
  return undefined;
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
