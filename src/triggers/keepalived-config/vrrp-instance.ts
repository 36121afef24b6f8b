import type { Position, Setting } from './position.ts';
import { notifyLinesOf } from './script-line.ts';
import type { NotifyLine } from './script-line.ts';
import { allWords, entries, flag, names, numberSetting, setting } from './settings.ts';
import type { Statement } from './statements.ts';

/** A `vrrp_instance`, as far as floatip has to do with it. */
export interface VrrpInstance {
  readonly name: string;
  readonly at: Position;
  readonly interface: Setting | undefined;
  readonly state: Setting | undefined;
  readonly virtualRouterId: Setting<number> | undefined;
  readonly priority: Setting<number> | undefined;
  /** Seconds. */
  readonly advertInt: Setting<number> | undefined;
  readonly version: Setting<number> | undefined;
  readonly nopreempt: Setting<true> | undefined;
  /** As it stands in the instance; in global_defs it counts for those that say nothing. */
  readonly strictMode: Setting<true> | undefined;
  readonly higherPrioSendAdvert: Setting<true> | undefined;
  readonly garpMasterDelay: Setting<number> | undefined;
  readonly garpMasterRefresh: Setting<number> | undefined;
  readonly useVmac: Setting<true> | undefined;
  readonly unicastSource: Setting | undefined;
  readonly unicastPeers: readonly Setting[];
  /** Each with the words behind it: `10.0.4.99/24`, `dev`, `eth0`. */
  readonly virtualAddresses: readonly Setting<readonly string[]>[];
  readonly trackScripts: readonly Setting[];
  readonly trackFiles: readonly Setting[];
  readonly trackInterfaces: readonly Setting[];
  readonly notifies: readonly NotifyLine[];
}

/** A `vrrp_sync_group`. */
export interface VrrpSyncGroup {
  readonly name: string;
  readonly at: Position;
  readonly members: readonly Setting[];
  readonly trackScripts: readonly Setting[];
  readonly trackFiles: readonly Setting[];
  readonly notifies: readonly NotifyLine[];
}

export function instanceOf({ args, at, block }: Statement): VrrpInstance {
  return {
    name: args[0] ?? '',
    at,
    interface: setting(block, 'interface'),
    state: setting(block, 'state'),
    virtualRouterId: numberSetting(block, 'virtual_router_id'),
    priority: numberSetting(block, 'priority'),
    advertInt: numberSetting(block, 'advert_int'),
    version: numberSetting(block, 'version'),
    nopreempt: flag(block, 'nopreempt'),
    strictMode: flag(block, 'strict_mode'),
    higherPrioSendAdvert: flag(block, 'higher_prio_send_advert'),
    garpMasterDelay: numberSetting(block, 'garp_master_delay'),
    garpMasterRefresh: numberSetting(block, 'garp_master_refresh'),
    useVmac: vmacOf(block),
    unicastSource: setting(block, 'unicast_src_ip'),
    unicastPeers: names(block, 'unicast_peer'),
    virtualAddresses: entries(block, 'virtual_ipaddress', 'virtual_ipaddress_excluded'),
    trackScripts: names(block, 'track_script'),
    trackFiles: names(block, 'track_file'),
    trackInterfaces: names(block, 'track_interface'),
    notifies: notifyLinesOf(block),
  };
}

/** What stands behind `use_vmac` is a name, not yes or no. */
function vmacOf(block: readonly Statement[]): Setting<true> | undefined {
  const found = setting(block, 'use_vmac');
  return found === undefined ? undefined : { value: true, at: found.at };
}

export function syncGroupOf({ args, at, block }: Statement): VrrpSyncGroup {
  return {
    name: args[0] ?? '',
    at,
    members: allWords(block, 'group'),
    trackScripts: names(block, 'track_script'),
    trackFiles: names(block, 'track_file'),
    notifies: notifyLinesOf(block),
  };
}
