import type { Address } from '../../core/address.ts';
import { free, heldBy } from '../../core/owner.ts';
import type { Reading } from '../../core/owner.ts';
import { asFailure, Failure } from '../../ports/failure.ts';
import type { Readings } from '../../ports/provider.ts';
import type { ExecAddress } from './address.ts';
import type { Asked, Client } from './client.ts';
import { failureOf } from './failures.ts';
import type { ProgramReading } from './schema.ts';

/** Asks each program once, for all of its addresses. */
export async function readOwners(
  client: Client,
  addresses: readonly ExecAddress[],
  signal: AbortSignal,
): Promise<Readings> {
  const parts = byCommand(addresses).map((asked) => readPart(client, asked, signal));
  return new Map((await Promise.all(parts)).flat());
}

function byCommand(addresses: readonly ExecAddress[]): readonly Asked[] {
  const parts = new Map<string, Asked & { readonly addresses: ExecAddress[] }>();
  for (const address of addresses) {
    const { command } = address;
    const key = JSON.stringify(command);
    const part = parts.get(key) ?? { command, addresses: [] };
    part.addresses.push(address);
    parts.set(key, part);
  }
  return [...parts.values()];
}

type Part = readonly (readonly [Address, Reading | Failure])[];

async function readPart(client: Client, asked: Asked, signal: AbortSignal): Promise<Part> {
  const { addresses, command } = asked;
  try {
    const readings = await client.read(asked, signal);
    const found = byName(readings, asked);
    const readingIn = ({ name }: ExecAddress): Reading | Failure =>
      found.get(name) ?? nonsense(command, `nothing of ${name}`);
    return addresses.map((address) => [address, readingIn(address)]);
  } catch (error) {
    signal.throwIfAborted();
    const failure = asFailure(error);
    return addresses.map((address) => [address, failure]);
  }
}

/** Throws where a program speaks of something else: who knows what it means by the rest. */
function byName(
  readings: readonly ProgramReading[],
  { addresses, command }: Asked,
): ReadonlyMap<string, Reading | Failure> {
  const names = new Set(addresses.map(({ name }) => name));
  const found = new Map<string, Reading | Failure>();
  for (const reading of readings) {
    const { name } = reading;
    if (!names.has(name)) throw nonsense(command, `of ${name}, which was not asked about`);
    if (found.has(name)) throw nonsense(command, `of ${name} twice`);
    found.set(name, readingOf(reading));
  }
  return found;
}

function readingOf(found: ProgramReading): Reading | Failure {
  if ('error' in found) return failureOf(found.error, false);
  const { owner, pending } = found;
  return { owner: owner === null ? free : heldBy(owner), pending };
}

function nonsense([program = '']: readonly string[], what: string): Failure {
  return new Failure('transport', `${program} gave no answer: it spoke ${what}`);
}
