/** The words that the options of a set-up take. */

export const topologies = ['single', 'nopreempt', 'two-masters'] as const;
export type Topology = (typeof topologies)[number];

/** By what floatip hears of keepalived: a script for each event, the watcher's FIFO, or both. */
export const ways = ['hooks', 'fifo', 'both'] as const;
export type Way = (typeof ways)[number];
