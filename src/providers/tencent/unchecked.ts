import type { Address } from '../../core/address.ts';
import type { Step } from '../../core/plan.ts';

/** What only a step itself tells: these actions of the API know no dry run. */
export function uncheckedOf(step: Step, address: Address): readonly string[] {
  if (address.kind === 'tencent-havip' && step.do === 'assign') {
    return ['whether the cloud heeds the announcement'];
  }
  return [`whether the key or role may call ${actionOf(step, address)}`];
}

function actionOf(step: Step, { kind }: Address): string {
  switch (step.do) {
    case 'attach':
      return 'HaVipAssociateAddressIp';
    case 'assign':
      if (kind === 'tencent-eip') return 'AssociateAddress';
      return step.from === null ? 'AssignPrivateIpAddresses' : 'MigratePrivateIpAddress';
    case 'unassign':
      return kind === 'tencent-eip' ? 'DisassociateAddress' : 'UnassignPrivateIpAddresses';
    default:
      // From an instance, or from another HAVIP.
      return 'DisassociateAddress or HaVipDisassociateAddressIp';
  }
}
