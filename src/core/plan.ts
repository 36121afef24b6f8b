import { isComplete, isHeldBy, nodeOf } from './owner.ts';
import type { Reading } from './owner.ts';

/** What is wanted of an address: that a node holds it, or that it no longer does. */
export interface Goal {
  readonly type: 'held-by' | 'not-held-by';
  readonly node: string;
}

/** One change, as data. */
export type Step =
  /** `on` is the interface of an address that is announced, in a dry run. */
  | {
      readonly do: 'assign';
      readonly to: string;
      readonly from: string | null;
      readonly on?: string;
    }
  /** `for` is who gets it next, where somebody does. */
  | { readonly do: 'unassign'; readonly from: string; readonly for?: string }
  /** Puts on the address what belongs there. */
  | { readonly do: 'attach'; readonly to: string }
  /** Takes that from where it is. */
  | { readonly do: 'detach'; readonly from: string }
  /** Puts back what a run has taken from somewhere, and then may not bring here any more. */
  | Restoring;

export interface Restoring {
  readonly do: 'restore';
  readonly to: string;
  /** The address itself, or what belongs on it. */
  readonly what: 'address' | 'attachment';
}

/** The steps that are left, first one first, or none and the reason why. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly why: string;
}

/** What a plan starts from: the last reading, or nothing where no time was to be lost reading. */
export type Premise = Seen | 'unread';

/** What a plan needs to know of a reading. */
export type Seen = Pick<Reading, 'owner' | 'leaving' | 'attachment'>;

/** How a kind of address changes hands. */
export interface Mechanics {
  /** One request takes it from whoever has it; otherwise it has to be free first. */
  readonly takesFromHolder: boolean;
  /** That request needs to know nothing of who has it. */
  readonly takesUnread: boolean;
}

/** Whether nothing is left to do: the goal shows in a reading, with all that belongs on the address. */
export function isReached({ type, node }: Goal, seen: Seen): boolean {
  if (type === 'not-held-by') return !isHeldBy(seen.owner, node);
  return isHeldForGood(seen, node) && isComplete(seen);
}

function isHeldForGood({ owner, leaving }: Seen, node: string): boolean {
  return isHeldBy(owner, node) && leaving !== true;
}

/** Whether a reading shows what a step was to bring about. */
export function isTaken(step: Step, seen: Seen): boolean {
  switch (step.do) {
    case 'assign':
      return isHeldForGood(seen, step.to);
    case 'unassign':
      return !isHeldBy(seen.owner, step.from);
    case 'attach':
      return isComplete(seen);
    case 'restore':
      return step.what === 'address' ? isHeldForGood(seen, step.to) : isAttachedTo(step.to, seen);
    default:
      return seen.attachment?.state !== 'elsewhere';
  }
}

function isAttachedTo(at: string, { attachment }: Seen): boolean {
  if (attachment?.state !== 'elsewhere') return false;
  return attachment.at === at && attachment.moving !== true;
}

/** What puts back what a step takes from somewhere in order to bring it here. */
export function restoringAfter(step: Step): Restoring | undefined {
  if (step.do === 'detach') return { do: 'restore', to: step.from, what: 'attachment' };
  if (step.do !== 'unassign' || step.for === undefined) return undefined;
  return { do: 'restore', to: step.from, what: 'address' };
}

/**
 * Where that is now which a run has asked to be taken from somewhere: still there, on its way, nowhere,
 * or taken by somebody.
 */
export function whereaboutsOf(
  { what, to }: Restoring,
  { owner, pending, leaving, attachment }: Reading,
): 'there' | 'moving' | 'nowhere' | 'taken' {
  if (what === 'address') {
    if (pending || leaving === true) return 'moving';
    if (owner.state === 'free') return 'nowhere';
    return isHeldBy(owner, to) ? 'there' : 'taken';
  }
  if (attachment?.state !== 'elsewhere') {
    return attachment?.state === 'loose' ? 'nowhere' : 'taken';
  }
  if (attachment.moving === true) return 'moving';
  return attachment.at === to ? 'there' : 'taken';
}

/**
 * What it takes to reach a goal.
 *
 *     goal            owner      steps
 *     held by N       unread     assign to N (the cloud takes it from whoever has it)
 *     held by N       nobody     assign to N
 *     held by N       N          none, or what belongs on it: detach it from where it is, attach it
 *     held by N       N, losing  assign to N
 *     held by N       other      assign to N, from other; or unassign from other, assign to N
 *     not held by N   N          unassign from N
 *     not held by N   otherwise  none
 */
export function planFor(goal: Goal, premise: Premise, { takesFromHolder }: Mechanics): Plan {
  const { type, node } = goal;
  if (premise === 'unread') return { steps: [blindStep(goal)], why: whyUnread(goal) };
  const held = holdingOf(premise);
  if (isReached(goal, premise)) return { steps: [], why: held };
  if (type === 'not-held-by') return { steps: [{ do: 'unassign', from: node }], why: held };
  const completing = stepsToComplete(node, premise);
  // What is on its way from us is as good as free.
  const holder = isHeldBy(premise.owner, node) && premise.leaving ? null : nodeOf(premise.owner);
  if (holder === node) return { steps: completing, why: `${held}, but not complete` };
  const why = `${held}, should be held by ${node}`;
  if (holder === null || takesFromHolder) {
    return { steps: [{ do: 'assign', to: node, from: holder }, ...completing], why };
  }
  const freeing: Step = { do: 'unassign', from: holder, for: node };
  return { steps: [freeing, { do: 'assign', to: node, from: null }, ...completing], why };
}

function holdingOf({ owner, leaving }: Seen): string {
  const node = nodeOf(owner);
  if (node === null) return 'held by nobody';
  return leaving === true ? `being taken from ${node}` : `held by ${node}`;
}

function blindStep({ type, node }: Goal): Step {
  return type === 'held-by'
    ? { do: 'assign', to: node, from: null }
    : { do: 'unassign', from: node };
}

function whyUnread({ type }: Goal): string {
  return type === 'held-by' ? 'this node should hold it' : 'this node should not hold it';
}

function stepsToComplete(to: string, { attachment }: Pick<Reading, 'attachment'>): Step[] {
  if (attachment === undefined || attachment.state === 'attached') return [];
  if (attachment.state === 'loose') return [{ do: 'attach', to }];
  return [
    { do: 'detach', from: attachment.at },
    { do: 'attach', to },
  ];
}
