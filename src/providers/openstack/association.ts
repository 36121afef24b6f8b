import { isUuid } from './ids.ts';

/** What becomes of a floating IP: it goes to a port, or to nothing. */
export type Association = ToPort | ToNothing;

export interface ToPort {
  readonly to: 'port';
  readonly port: string;
  readonly fixedIp?: string | undefined;
}

interface ToNothing {
  readonly to: 'nothing';
  /** Only as long as it is as it was seen, so that nobody loses it who has just taken it. */
  readonly revision?: number | undefined;
}

/** The body that a PUT sends for it. */
interface AssociationBody {
  readonly floatingip: { readonly port_id: string | null; readonly fixed_ip_address?: string };
}

/**
 * A PUT without `port_id` takes the floating IP from whoever has it, as null does (api-ref of Neutron; that is how
 * terraform-provider-openstack#605 lost one). So there is one place that writes the body, and it is looked at once
 * more as it will be sent: JSON leaves out what is undefined.
 */
export function bodyFor(association: Association): AssociationBody {
  const body = bodyOf(association);
  const { floatingip: sent }: AssociationBody = JSON.parse(JSON.stringify(body));
  const { port_id: port } = sent;
  const isMeant = association.to === 'port' ? isPortId(port) : port === null;
  if (isMeant) return body;
  throw new TypeError(`Not the id of a port: ${String(port)}`);
}

function bodyOf(association: Association): AssociationBody {
  if (association.to === 'nothing') return { floatingip: { port_id: null } };
  const { port, fixedIp } = association;
  const on = fixedIp === undefined ? {} : { fixed_ip_address: fixedIp };
  return { floatingip: { port_id: port, ...on } };
}

function isPortId(value: unknown): boolean {
  return typeof value === 'string' && isUuid(value);
}

/** The condition under which it is to be done (extension revision-if-match). */
export function conditionFor(association: Association): Readonly<Record<string, string>> {
  if (association.to === 'port' || association.revision === undefined) return {};
  return { 'if-match': `revision_number=${association.revision}` };
}
