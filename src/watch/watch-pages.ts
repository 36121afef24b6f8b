import { cloudOf } from '../core/address.ts';
import { jsonVersion } from '../core/json-version.ts';
import { plainLine, printable } from '../core/plain-text.ts';
import type { ReadableMetrics } from '../telemetry/metrics.ts';
import type { Page, Pages } from '../telemetry/pages.ts';
import type { OpenPage } from './page/open-page.ts';
import type { ReloadableWatcher } from './reloadable-watcher.ts';
import type { Review } from './review-warnings.ts';
import { silentTriggers } from './trigger-trouble.ts';
import { deafness, isAlive, troubles, watchedStatus } from './watched-status.ts';

export interface WatchPagesOptions {
  readonly reloadable: ReloadableWatcher;
  readonly metrics: ReadableMetrics;
  /** What there is to warn of; without it, nothing. */
  readonly review?: Review;
  /** What fails of what a failover needs, in words; without it, nobody looks. */
  readonly unwell?: () => readonly string[];
  /** What the watcher does without. */
  readonly lacks: readonly string[];
  /** For a browser. */
  readonly page?: Pick<OpenPage, 'page' | 'look'>;
}

const plain = 'text/plain; charset=utf-8';

/** What a watcher shows over HTTP. */
export function watchPages({
  reloadable,
  metrics,
  lacks,
  page,
  review = () => [],
  unwell = () => [],
}: WatchPagesOptions): Pages {
  return {
    ...(page === undefined ? {} : { '/': () => page.page(), '/look': () => json(page.look()) }),
    '/metrics': async () => {
      review();
      return {
        status: 200,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: await metrics.text({ cluster: reloadable.session.config.cluster }),
      };
    },
    '/healthz': () =>
      check(isAlive(reloadable.watcher, reloadable.session) ? [] : ['a loop hangs']),
    '/readyz': () => {
      const { watcher, session } = reloadable;
      return check([
        ...troubles(watcher),
        ...silentTriggers(watcher, watcher.roles),
        ...deafness(watcher, session, review()),
        ...unwell(),
      ]);
    },
    '/status': () =>
      json({ version: jsonVersion, ...statusOf(reloadable), warnings: review(), lacks }),
  };
}

function json(value: object): Page {
  const body = `${printable(JSON.stringify(value))}\n`;
  return { status: 200, type: 'application/json; charset=utf-8', body };
}

function check(problems: readonly string[]): Page {
  if (problems.length === 0) return { status: 200, type: plain, body: 'ok\n' };
  const lines = problems.map((problem) => plainLine(problem));
  return { status: 503, type: plain, body: `${lines.join('\n')}\n` };
}

function statusOf({ watcher, session }: ReloadableWatcher): object {
  const addresses = watchedStatus(watcher, session);
  const [first] = addresses;
  const provider = first === undefined ? undefined : cloudOf(first.kind);
  const node = provider === undefined ? undefined : watcher.nodeIn(provider);
  return { self: node === undefined ? null : { provider, node }, addresses };
}
