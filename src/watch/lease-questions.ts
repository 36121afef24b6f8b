import type { Page, Questions } from '../telemetry/pages.ts';
import { parsePlea } from '../triggers/lease/plea.ts';
import { pledgePath } from '../triggers/lease/pledge-path.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';

/** What other hosts ask the watcher of this one, about leases that they share. */
export function leaseQuestions(reloadable: Pick<ReloadableWatcher, 'session'>): Questions {
  return {
    [pledgePath](asked) {
      const plea = parsePlea(asked);
      if (plea === undefined) return json(400, { why: 'That is no plea' });
      const pledge = reloadable.session.triggers.pledge(plea);
      if (pledge !== undefined) return json(200, pledge);
      return json(404, { why: `This host takes no part in an election for ${plea.lease}` });
    },
  };
}

function json(status: Page['status'], value: object): Page {
  const type = 'application/json; charset=utf-8';
  return { status, type, body: `${JSON.stringify(value)}\n` };
}
