/**
 * How events get from keepalived to whoever moves the address: `hooks` starts floatip with each of
 * them, `fifo` has `floatip watch` read keepalived's FIFO, `both` does both, so that the watcher is
 * told everything twice; `recipe` is the script that people paste today, with no floatip at all.
 */
export const eventPaths = ['hooks', 'fifo', 'both', 'recipe'] as const;

export type EventPath = (typeof eventPaths)[number];

/** Whether `floatip watch` runs on the hosts. */
export function hasWatcher(by: EventPath): boolean {
  return by === 'fifo' || by === 'both';
}
