import type { Address } from '../../core/address.ts';
import type { Mechanics } from '../../core/plan.ts';

/** How each kind of Tencent Cloud's addresses changes hands. */
export function mechanicsOf({ kind }: Pick<Address, 'kind'>): Mechanics {
  switch (kind) {
    case 'tencent-havip':
      // Announced from where it is to be. What it was before has to be known to see it change.
      return { takesFromHolder: true, takesUnread: false };
    case 'tencent-private-ip':
      // Moved from one network interface to another, both of which have to be named.
      return { takesFromHolder: true, takesUnread: false };
    default:
      return { takesFromHolder: false, takesUnread: false };
  }
}
