import type { Fate } from '../fate.ts';
import { keyOf } from './entities.ts';
import type { Eip, Place, PrivateIp } from './entities.ts';

/** What a task is to bring about. */
export type Change =
  | { readonly type: 'bind'; readonly eip: Eip; readonly at: Place }
  | {
      readonly type: 'unbind';
      readonly eip: Eip;
      readonly at: Place;
      /** Whether the instance gets an ordinary public IP instead. */
      readonly reallocate: boolean;
    }
  | { readonly type: 'migrate'; readonly from: PrivateIp; readonly to: PrivateIp }
  | { readonly type: 'add-ips' | 'remove-ips'; readonly places: readonly PrivateIp[] };

/** What is to happen to an EIP itself. */
export type EipChange = Extract<Change, { readonly eip: Eip }>;

/** A change that takes its time. */
export interface Task {
  /** By which DescribeTaskResult finds it. */
  readonly id: number;
  /** By which DescribeVpcTaskResult finds it. */
  readonly requestId: string;
  readonly change: Change;
  readonly startedAtMs: number;
  readonly fate: Fate;
  /** Where the client makes sure that a request counts once: its token, what it asked, our answer. */
  readonly once?: Once | undefined;
  settled: boolean;
}

interface Once {
  readonly token: string;
  readonly asked: string;
  readonly answer: object;
}

export interface Tasks {
  start(task: Omit<Task, 'id' | 'settled'>): Task;
  find(matches: (task: Task) => boolean): Task | undefined;
  /** What has not ended, oldest first. */
  running(): readonly Task[];
  /** Whether a task is at work on one of these ids or places. */
  isBusy(...keys: readonly string[]): boolean;
}

export function createTasks(): Tasks {
  const tasks: Task[] = [];
  const running = (): readonly Task[] => tasks.filter(({ settled }) => !settled);
  return {
    running,
    find: (matches) => tasks.find(matches),
    isBusy: (...keys) =>
      running().some(({ change }) => touchedBy(change).some((touched) => keys.includes(touched))),
    start(begun) {
      const task = { ...begun, id: 50_121_411 + tasks.length, settled: false };
      tasks.push(task);
      return task;
    },
  };
}

export function isOfEip(change: Change): change is EipChange {
  return 'eip' in change;
}

export function endsAtMs({ startedAtMs, fate }: Task): number {
  return fate.ends === 'never' ? Infinity : startedAtMs + fate.ms;
}

/** The ids and places that a change is at work on. */
export function touchedBy(change: Change): readonly string[] {
  if (isOfEip(change)) return [change.eip.id, keyOf(change.at)];
  if (change.type === 'migrate') return [keyOf(change.from), keyOf(change.to)];
  return change.places.map(keyOf);
}
