import { createCloud } from '../../src/emulator/cloud.ts';
import type { Cloud } from '../../src/emulator/cloud.ts';
import type { CloudReply, CloudRequest } from '../../src/emulator/exchange.ts';
import { parseTopology } from '../../src/emulator/topology.ts';
import { signTencent } from './sign-tencent.ts';
import type { Signing } from './sign-tencent.ts';

export interface AskedTencent {
  readonly cloud: Cloud;
  /** Milliseconds since 1970; move it to let time pass. */
  nowMs: number;
  /** What is inside `Response`. */
  call(action: string, parameters?: unknown, signing?: Signing): any;
  /** The code of the error that a call ends with. */
  code(action: string, parameters?: unknown, signing?: Signing): string | undefined;
  raw(action: string, parameters?: unknown, signing?: Signing): CloudReply;
  /** The request that `call` sends. */
  sign(action: string, parameters?: unknown, signing?: Signing): CloudRequest;
  metadata(node: string, path: string): CloudReply;
}

/** An embedded Tencent Cloud that is asked directly, without a socket. */
export function askTencent(topology: string): AskedTencent {
  const asked: AskedTencent = {
    cloud: undefined!,
    nowMs: 1_795_219_200_000,
    sign: (action, parameters = {}, signing = {}) =>
      signTencent({ ...signing, action, parameters, nowMs: asked.nowMs }),
    raw: (...args) => reply(asked.sign(...args)),
    call: (...args) => JSON.parse(asked.raw(...args).body).Response,
    code: (...args) => JSON.parse(asked.raw(...args).body).Response.Error?.Code,
    metadata: (node, path) =>
      reply({ ...asked.sign(''), service: 'tencent-metadata', method: 'GET', path, node }),
  };
  const cloud = createCloud(parseTopology({ path: 'the test', text: topology }), {
    now: () => asked.nowMs,
  });
  return Object.assign(asked, { cloud });

  function reply(request: CloudRequest): CloudReply {
    const { ending } = cloud.answer(request);
    if (ending.type !== 'reply') throw new Error(`The cloud ended with ${ending.type}`);
    return ending.reply;
  }
}
