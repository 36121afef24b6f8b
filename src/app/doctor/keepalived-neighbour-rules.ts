import { askedAnewMs, kernelSettingsPath, missedAfter } from '../../core/detection.ts';
import { ipVersion } from '../../core/ip.ts';
import type { VrrpInstance } from '../../triggers/keepalived-config/vrrp-instance.ts';
import { advertsOf } from './adverts-of.ts';
import { instancesInUse, titleOf } from './keepalived-rule.ts';
import type { Rule, RuleScope, Trouble } from './keepalived-rule.ts';

/** Whether this host is heard again before it is MASTER again, once its network is back. */
export const neighbourRules: readonly Rule[] = [
  {
    id: 'keepalived.neighbours',
    trouble: (scope) => instancesInUse(scope).flatMap((one) => unheard(one, scope)),
    whenWell: 'They are asked for anew before this host would be MASTER',
  },
];

/** Only unicast has to know where its peer is. */
function unheard(instance: VrrpInstance, { facts }: RuleScope): readonly Trouble[] {
  const { interface: device, unicastPeers } = instance;
  const [peer] = unicastPeers;
  if (device === undefined || peer === undefined) return [];
  const { advertInterval, priority } = advertsOf(instance);
  const takesMs = Math.round(missedAfter(advertInterval, priority) * 1000);
  const family = ipVersion(peer.value) === 6 ? 'ipv6' : 'ipv4';
  const setting = `net/${family}/neigh/${device.value}/retrans_time_ms`;
  const asksMs = Number(facts.text(`/proc/sys/${setting}`) ?? 0);
  const ms = askedAnewMs(advertInterval);
  if (asksMs <= takesMs || ms === undefined) return [];
  return [
    {
      status: 'warn',
      detail: `${titleOf(instance)} is MASTER ${takesMs} ms after the network of this host is back, and the kernel asks for ${peer.value} every ${asksMs} ms: until then the other host does not hear this one, and both are MASTER`,
      fix: `Write ${setting} = ${ms} into ${kernelSettingsPath} on both hosts, as floatip init does, then: sysctl -p ${kernelSettingsPath}`,
    },
  ];
}
