import { version } from '../../lib/version.ts';
import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { Examination } from './examination.ts';
import { hookPrograms } from './keepalived-hooks.ts';
import { askPage } from './pages-of-watcher.ts';
import { watchersOf } from './running-watchers.ts';
import type { RunningWatcher } from './running-watchers.ts';
import type { Surroundings } from './surroundings.ts';
import { unitProperties } from './systemd-unit.ts';

/** The watcher, where there is one or ought to be. */
export function watcherChecks(surroundings: Surroundings): readonly Examination[] {
  const watchers = watchersOf(surroundings.facts);
  const [watcher] = watchers;
  return [
    { ids: ['watcher.runs'], run: (_, find) => find(runs(watchers, surroundings)) },
    { ids: ['watcher.fifo'], run: (_, find) => fifo(watchers, surroundings).forEach(find) },
    ...(watcher === undefined ? [] : pagesOf(watcher, surroundings)),
  ];
}

function runs(
  watchers: readonly RunningWatcher[],
  { keepalived: { config }, facts, addresses }: Surroundings,
): Check {
  const [watcher] = watchers;
  if (watcher !== undefined) return passed('watcher.runs', `Process ${watcher.pid}`);
  const isOnlyWay =
    (config?.globals.fifos.length ?? 0) > 0 && hookPrograms(config, facts).length === 0;
  if (isOnlyWay && addresses.some(({ follow }) => follow !== undefined)) {
    return checked('watcher.runs', 'fail', {
      detail:
        'No floatip watch runs here, and nothing else reads the FIFO that keepalived writes to',
      fix: 'systemctl enable --now floatip, and look: journalctl -u floatip',
    });
  }
  return passed('watcher.runs', 'None runs, and none is needed: hooks act by themselves');
}

/** What keepalived writes, one process has to read, and only one. */
function fifo(
  watchers: readonly RunningWatcher[],
  { keepalived: { config }, io: { host }, facts }: Surroundings,
): readonly Check[] {
  const [named] = config?.globals.fifos ?? [];
  if (named === undefined) {
    const blind = watchers.find((watcher) => watcher.fifo !== undefined);
    if (blind === undefined) return [];
    return [
      checked('watcher.fifo', 'warn', {
        detail: `The watcher (process ${blind.pid}) reads ${blind.fifo}, and keepalived.conf names no FIFO`,
        fix: `Put into global_defs: vrrp_notify_fifo ${blind.fifo} root root`,
      }),
    ];
  }
  const { path } = named;
  const other = watchers.find((watcher) => watcher.fifo !== undefined && watcher.fifo !== path);
  if (other !== undefined) {
    return [
      checked('watcher.fifo', 'fail', {
        detail: `The watcher (process ${other.pid}) reads ${other.fifo}, and keepalived writes to ${path}`,
        fix: `Name the same in both: floatip watch --fifo ${path}`,
      }),
    ];
  }
  if (facts.stats(path) === undefined) {
    return [
      checked('watcher.fifo', 'warn', {
        detail: `There is no ${path} yet: keepalived makes it when it starts`,
        fix: 'systemctl restart keepalived',
      }),
    ];
  }
  const { readers, writers, isPartial } = host.fifoUse(path);
  if (isPartial) return [skipped('watcher.fifo', 'Who has it open, only root may see')];
  return [useOf(path, readers, writers)];
}

function useOf(path: string, readers: readonly string[], writers: readonly string[]): Check {
  if (readers.length > 1) {
    return checked('watcher.fifo', 'fail', {
      detail: `${readers.join(' and ')} read ${path}, and each line gets to one of them only`,
      fix: 'Stop all but floatip watch',
    });
  }
  const [reader] = readers;
  if (reader === undefined) {
    return checked('watcher.fifo', 'fail', {
      detail: `Nobody reads ${path}`,
      fix: `systemctl enable --now floatip, or start: floatip watch --fifo ${path}`,
    });
  }
  if (writers.length === 0) {
    return checked('watcher.fifo', 'fail', {
      detail: `Nobody writes to ${path}, which ${reader} reads: it may be that of a keepalived which has ended`,
      fix: 'systemctl restart keepalived',
    });
  }
  return passed('watcher.fifo', `${reader} reads ${path}, and nobody else`);
}

function pagesOf({ listen }: RunningWatcher, surroundings: Surroundings): readonly Examination[] {
  const { facts } = surroundings;
  return [
    {
      ids: ['watcher.boot'],
      async run(signal, find) {
        const unit = await unitProperties('floatip', facts, signal);
        const state = unit?.['UnitFileState'] ?? '';
        if (unit === undefined || state === 'enabled') {
          find(
            passed('watcher.boot', unit === undefined ? 'No systemd says' : 'Its unit is enabled'),
          );
          return;
        }
        find(
          checked('watcher.boot', 'warn', {
            detail: `Its unit is ${state || 'not there'}: after a reboot no watcher runs`,
            fix: 'systemctl enable floatip',
          }),
        );
      },
    },
    {
      ids: ['watcher.answers', 'watcher.version'],
      async run(signal, find) {
        if (listen === undefined) {
          find(passed('watcher.answers', 'It has no pages: it was started without --listen'));
          return;
        }
        for (const check of await answers(listen, surroundings, signal)) find(check);
      },
    },
  ];
}

async function answers(
  listen: string,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<readonly Check[]> {
  const base = `http://${listen.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '[::1]:')}`;
  const [ready, metrics] = await Promise.all([
    askPage(`${base}/readyz`, surroundings, signal),
    askPage(`${base}/metrics`, surroundings, signal),
  ]);
  const isReady = ready.status === 200;
  const [, theirs] = /^floatip_build_info\{.*?version="([^"]*)"/m.exec(metrics.body) ?? [];
  return [
    isReady
      ? passed('watcher.answers', `${base} says that it is ready`)
      : checked('watcher.answers', 'fail', {
          detail: `${base}/readyz answers ${ready.status}: ${ready.body.trim().split('\n').join('; ')}`,
          fix: 'Look what it logs: journalctl -u floatip',
        }),
    theirs === version || theirs === undefined
      ? passed('watcher.version', theirs ?? 'It does not say')
      : checked('watcher.version', 'warn', {
          detail: `The watcher is ${theirs}, and what is installed is ${version}`,
          fix: 'systemctl restart floatip',
        }),
  ];
}
