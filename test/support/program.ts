import { systemClock } from '../../src/lib/time/clock.ts';
import { Failure } from '../../src/ports/failure.ts';
import { readingIn } from '../../src/ports/provider.ts';
import type { Provider, Sending, WriteGate } from '../../src/ports/provider.ts';
import { isExec } from '../../src/providers/exec/address.ts';
import type { ExecAddress } from '../../src/providers/exec/address.ts';
import { createClient } from '../../src/providers/exec/client.ts';
import { createProvider } from '../../src/providers/exec/provider.ts';
import { temporaryFile } from './temporary.ts';

/** A program in sh, gone when the test ends. */
export function shellProgram(text: string): string {
  return temporaryFile('my-cloud', `#!/bin/sh\n${text}\n`, 0o755);
}

export interface ProgramOptions {
  readonly requestMs?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export function programs({ requestMs = 20_000, env = {} }: ProgramOptions = {}): Provider {
  const environment = () => ({ PATH: process.env['PATH'], ...env });
  return createProvider(createClient({ environment, requestMs, clock: systemClock }));
}

export function movedBy(command: readonly string[], name = 'web'): ExecAddress {
  const address = { name, cloud: 'exec', kind: 'exec', ip: '203.0.113.10', command } as const;
  if (!isExec(address)) throw new Error('It is of another kind');
  return { ...address, command: [...command] };
}

export const never = new AbortController().signal;

/** What one call of `read` comes to. */
export async function readBy(text: string, options: ProgramOptions = {}) {
  const address = movedBy([shellProgram(text)]);
  return readingIn(await programs(options).read([address], never), address);
}

/** Lets everything pass, until the signal aborts. */
export function openGate(signal: AbortSignal = never): WriteGate {
  const sending: Sending = { signal, beforeSend: () => undefined };
  return { signal, write: (send) => send(sending) };
}

/** What becomes of a change. */
export async function changeBy(text: string, options: ProgramOptions = {}): Promise<unknown> {
  const address = movedBy([shellProgram(text)]);
  const step = { do: 'assign', to: 'lb2', from: 'lb1' } as const;
  try {
    return (await programs(options).apply(step, address, openGate())).id;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
