import type { Duty } from '../app/watch/duty.ts';
import { deafness, isAlive, troubles, watchedStatus } from '../app/watch/report.ts';
import { providerOf } from '../core/address.ts';
import { jsonVersion } from '../core/json-version.ts';
import { plainLine, printable } from '../core/plain-text.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import type { Page, Pages } from '../telemetry/pages.ts';
import type { Review } from './watch-review.ts';

export interface WatchPagesOptions {
  readonly duty: Duty;
  readonly metrics: ReadableMetrics;
  /** What there is to warn of; without it, nothing. */
  readonly review?: Review;
  /** What the watcher does without. */
  readonly lacks: readonly string[];
}

const plain = 'text/plain; charset=utf-8';

/** What a watcher shows over HTTP. */
export function watchPages({ duty, metrics, lacks, review = () => [] }: WatchPagesOptions): Pages {
  return {
    '/metrics': async () => {
      review();
      return {
        status: 200,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: await metrics.text({ cluster: duty.session.config.cluster }),
      };
    },
    '/healthz': () => check(isAlive(duty.watcher, duty.session) ? [] : ['a loop hangs']),
    '/readyz': () => {
      const { watcher, session } = duty;
      return check([...troubles(watcher), ...deafness(watcher, session, review())]);
    },
    '/status': () => ({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: `${printable(JSON.stringify({ version: jsonVersion, ...statusOf(duty), warnings: review(), lacks }))}\n`,
    }),
  };
}

function check(problems: readonly string[]): Page {
  if (problems.length === 0) return { status: 200, type: plain, body: 'ok\n' };
  const lines = problems.map((problem) => plainLine(problem));
  return { status: 503, type: plain, body: `${lines.join('\n')}\n` };
}

function statusOf({ watcher, session }: Duty): object {
  const addresses = watchedStatus(watcher, session);
  const [first] = addresses;
  const provider = first === undefined ? undefined : providerOf(first.kind);
  const node = provider === undefined ? undefined : watcher.nodeIn(provider);
  return { self: node === undefined ? null : { provider, node }, addresses };
}
