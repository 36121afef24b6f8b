import { roleAfter } from '../../core/vrrp.ts';
import type { Condition } from '../book.ts';
import type { Casebook } from '../casebook.ts';
import type { Signal } from '../signal.ts';

type Told = Extract<Signal, { readonly type: 'told' }>;

/** keepalived has said what this node is. */
export function noteRole(signal: Told, casebook: Casebook): void {
  const { instance, state, at } = signal;
  if (state === 'MASTER_RX_LOWER_PRI') {
    if (signal.isFollowed) noteRival(signal, casebook);
    return;
  }
  if (roleAfter(state) === 'MASTER') return;
  casebook.rivals.delete(instance);
  for (const [name, { follow }] of casebook.moves) {
    if (follow === instance) casebook.moves.delete(name);
  }
  const isOver = casebook.conditions((one) => one.follow === instance && isOfMaster(one));
  casebook.end(isOver, at, { because: 'not-ours' });
}

/** What only a MASTER has. */
export function isOfMaster({ kind, why }: Condition): boolean {
  return kind === 'failed' || kind === 'contested' || (kind === 'split-brain' && why !== 'vip');
}

/** After a flap, a node of lower priority is heard once or twice before it gives way. */
const patience = { within: 60_000, times: 3 };
/** keepalived tells of it with every advert, of which there is one a second unless it is set otherwise. */
const quietMs = 30_000;

/** Another node says that it is MASTER as well. */
function noteRival({ instance, at }: Told, casebook: Casebook): void {
  const recent = (casebook.rivals.get(instance) ?? []).filter((one) => at - one < patience.within);
  const heard = [...recent.slice(1 - patience.times), at];
  casebook.rivals.set(instance, heard);
  if (heard.length < patience.times) return;
  const about = { sort: 'instance', name: instance } as const;
  casebook.find({ kind: 'split-brain', why: 'told', about, follow: instance, facts: {} }, at);
}

/** Ends what is over because nobody speaks of it any more. */
export function noteTime(at: number, casebook: Casebook): void {
  const isOver = casebook.conditions(
    ({ why, lastAt }) => why === 'told' && Math.abs(at - lastAt) >= quietMs,
  );
  casebook.end(isOver, at);
}
