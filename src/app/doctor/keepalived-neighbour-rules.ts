import { kernelSettingsPath } from '../../config/kernel-settings.ts';
import { missedAfter } from '../../core/detection.ts';
import { normaliseIp, sameIp } from '../../core/ip.ts';
import { givesUpSoon, neighbourKeys, neighbourLines, searchFor } from '../../core/neighbours.ts';
import type { NeighbourSearch } from '../../core/neighbours.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { advertsOf } from './adverts-of.ts';
import { instancesInUse, titleOf } from './keepalived-rule.ts';
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
  readonly advertInterval: number;
}

/** An interface is told once, by the instance that is the quickest on it. */
function neighbourTrouble(scope: RuleScope): readonly Trouble[] {
  const searches = instancesInUse(scope).flatMap((instance) => searchesOf(instance, scope));
  const quickest = new Map<string, Search>();
  for (const search of searches) {
    const known = quickest.get(search.keys.every);
    if (known === undefined || search.advertInterval < known.advertInterval)
      quickest.set(search.keys.every, search);
  }
  return [...quickest.values()].flatMap((search) => troubleOf(search, scope));
}

/** Only unicast has to know where its peers are; a shorter interval is one of VRRP 3 only. */
function searchesOf(instance: VrrpInstance, { conf, io: { host } }: RuleScope): readonly Search[] {
  const { interface: device, unicastPeers, version = conf.globals.vrrpVersion } = instance;
  const { advertInterval } = advertsOf(instance);
  if (device === undefined || version?.value !== 3 || advertInterval <= 0) return [];
  const peers = unicastPeers.filter(({ value }) => !host.hasIp(normaliseIp(value) ?? value));
  return peers
    .filter(({ value }) => !sameIp(value, instance.unicastSource?.value ?? ''))
    .map(({ value }) => ({ keys: neighbourKeys(device.value, value), instance, advertInterval }));
}

function troubleOf(
  { keys, instance, advertInterval }: Search,
  { facts }: RuleScope,
): readonly Trouble[] {
  const wanted = searchFor(advertInterval);
  const [everyMs, tries] = [keys.every, keys.tries].map((key) =>
    numberIn(facts.text(`/proc/sys/${key}`)),
  );
  if (wanted === undefined || everyMs === undefined || tries === undefined) return [];
  const detail = wrongWith({ everyMs, tries }, instance);
  if (detail === undefined) return [];
  const lines = neighbourLines(keys, wanted).join(', ');
  const fix = `Write ${lines} into ${kernelSettingsPath} on both hosts, as floatip init does, then: sysctl -p ${kernelSettingsPath}`;
  return [{ status: 'warn', detail, fix }];
}

function wrongWith(search: NeighbourSearch, instance: VrrpInstance): string | undefined {
  const { advertInterval, priority } = advertsOf(instance);
  const takesMs = Math.round(missedAfter(advertInterval, priority) * 1000);
  const { everyMs, tries } = search;
  const device = instance.interface?.value;
  if (everyMs > takesMs)
    return `Once the network of this host is back, ${titleOf(instance)} may be MASTER on both hosts for up to ${everyMs} ms: the kernel asks for a neighbour on ${device} every ${everyMs} ms, and a host takes over after ${takesMs} ms`;
  if (givesUpSoon(search))
    return `The kernel gives up on a neighbour on ${device} after ${everyMs * tries} ms, and what waits for it fails: it asks ${tries} times, every ${everyMs} ms`;
  return undefined;
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
