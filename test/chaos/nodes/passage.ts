import type { Action } from '../../../src/emulator/digitalocean/state.ts';
import type { CloudRequest, Effect } from '../../../src/emulator/exchange.ts';

/** What became of one request. Filled in as it goes. */
export interface Passage {
  readonly request: CloudRequest;
  readonly sentAtMs: number;
  /** Whether its connection was dead: then it never lands. */
  readonly isLost: boolean;
  landed?: Landing;
  /** When the sender had the whole answer, or the end of the connection. */
  answeredAtMs?: number;
}

interface Landing {
  readonly atMs: number;
  readonly ending: Effect['ending'];
  /** Who held each address then. */
  readonly holders: ReadonlyMap<string, number | null>;
  /** The change that it began. */
  readonly action: Action | undefined;
  /** Whether whoever sent it had given up by then, or was dead. */
  readonly isPosthumous: boolean;
}

/** A look at one address of which the process got the answer. */
export interface Look {
  readonly ip: string;
  /** Who held it when the cloud looked. */
  readonly holder: number | null;
  /** Whether the cloud said that it was changing it just then. */
  readonly isPending: boolean;
}

/** The address that a request is about. */
export function addressOf({ request: { path } }: Passage): string | undefined {
  const [, ip] = /^\/v2\/reserved_ip(?:s|v6)\/([^/]+)/.exec(path) ?? [];
  return ip;
}

/** `undefined` where it is none, or the cloud did not say. */
export function lookOf(passage: Passage): Look | undefined {
  const ip = addressOf(passage);
  const { landed, request } = passage;
  if (request.method !== 'GET' || ip === undefined || landed === undefined) return undefined;
  const { ending, holders } = landed;
  if (ending.type !== 'reply' || !ending.reply.body.startsWith('{"reserved_ip')) return undefined;
  const isPending = ending.reply.body.includes('"locked":true');
  return { ip, holder: holders.get(ip) ?? null, isPending };
}

/** Whether the cloud took it, will do it, and said so. */
export function isClean({ landed, answeredAtMs }: Passage): boolean {
  const { action, ending } = landed ?? {};
  return (
    action?.fate.ends === 'completed' && ending?.type === 'reply' && answeredAtMs !== undefined
  );
}
