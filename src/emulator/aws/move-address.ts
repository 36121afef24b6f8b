import type { Account } from './account.ts';
import type { Handler } from './call.ts';
import type { Association, NetworkInterface } from './entities.ts';
import type { Parameters } from './parameters.ts';
import { invalidValue, missingParameter, Refusal } from './refusal.ts';
import { eipOf, interfaceOf } from './resources.ts';

export const associateAddress: Handler<'AssociateAddress'> = ({ account, parameters, fate }) => {
  const { AllocationId: id, AllowReassociation: mayMove = true } = parameters;
  if (id === undefined) throw missingParameter('AllocationId');
  const eip = eipOf(account, id);
  const at = placeOf(account, parameters);
  const before = eip.association.current();
  const isThere = before?.interface === at.interface && before.ip === at.ip;
  if (before !== null && !isThere && !mayMove) throw alreadyAssociated(before);
  // What was there is on nothing from now on.
  const other = account.eipAt(at);
  if (other !== undefined && other !== eip) account.associate(other, null, fate);
  const associationId = account.associate(eip, at, fate);
  return { return: true, associationId: isThere ? before.id : associationId };
};

function alreadyAssociated({ id, interface: at }: Association): Refusal {
  return new Refusal(
    'Resource.AlreadyAssociated',
    `resource ${at} is already associated with associate-id ${id}`,
  );
}

function placeOf(
  account: Account,
  { InstanceId, NetworkInterfaceId, PrivateIpAddress }: Parameters<'AssociateAddress'>,
): Omit<Association, 'id'> {
  if (InstanceId !== undefined && NetworkInterfaceId !== undefined) {
    throw new Refusal(
      'InvalidParameterCombination',
      'You may specify either an instance ID or a network interface ID, but not both',
    );
  }
  const found =
    NetworkInterfaceId === undefined
      ? onlyInterfaceOf(account, InstanceId)
      : interfaceOf(account, NetworkInterfaceId);
  const ip = PrivateIpAddress ?? found.primaryIp;
  if (![found.primaryIp, ...account.secondaryIps(found, 'current')].includes(ip)) {
    throw invalidValue(`Invalid value '${ip}' for PrivateIpAddress: it is not on ${found.id}`);
  }
  return { interface: found.id, ip };
}

function onlyInterfaceOf(account: Account, instance: string | undefined): NetworkInterface {
  if (instance === undefined) {
    throw new Refusal(
      'MissingParameter',
      'Either instance ID or network interface id must be specified',
    );
  }
  const [first, another] = account.interfacesOf(instance);
  if (first === undefined) {
    throw new Refusal('InvalidInstanceID.NotFound', `The instance ID '${instance}' does not exist`);
  }
  if (another === undefined) return first;
  throw new Refusal(
    'InvalidInstanceID',
    `There are multiple interfaces attached to instance '${instance}'. Please specify an interface ID for the operation instead.`,
  );
}

/** Of an association that is no more, nothing is said. */
export const disassociateAddress: Handler<'DisassociateAddress'> = ({
  account,
  parameters,
  fate,
}) => {
  const { AssociationId: id } = parameters;
  if (id === undefined) throw missingParameter('AssociationId');
  if (!/^eipassoc-[0-9a-f]+$/.test(id)) {
    throw new Refusal('InvalidAssociationID.NotFound', `The association ID '${id}' does not exist`);
  }
  const eip = [...account.eips.values()].find((one) => one.association.current()?.id === id);
  if (eip !== undefined) account.associate(eip, null, fate);
  return { return: true };
};
