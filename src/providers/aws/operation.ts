import type { Operation } from '../../ports/provider.ts';
import type { Accepted } from './client.ts';

/**
 * A change that EC2 has accepted, which is all that it ever says of it: whether it shows, a look at the owner
 * tells, a while later where the answer lags (EC2 Developer Guide, "Eventual consistency").
 */
export function createOperation({ requestId }: Accepted, doubt?: () => string): Operation {
  return {
    id: requestId,
    requestId,
    ...(doubt === undefined ? {} : { doubt }),
    progress: () => Promise.resolve('done'),
  };
}
