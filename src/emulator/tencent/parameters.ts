import { isRecord } from '../../lib/json.ts';
import { actions, isObjectName, objects } from './description.ts';
import type { ActionName, Field, Fields } from './description.ts';
import { Refusal } from './refusal.ts';

interface Plain {
  string: string;
  int: number;
  uint: number;
  bool: boolean;
}

type ValueOf<F extends Field> = F extends { list: true } ? readonly OneOf<F>[] : OneOf<F>;

type OneOf<F extends Field> = F['type'] extends keyof Plain
  ? Plain[F['type']]
  : F['type'] extends keyof typeof objects
    ? ValuesOf<(typeof objects)[F['type']]>
    : never;

type ValuesOf<F extends Fields> = {
  readonly [N in keyof F as F[N] extends { required: true } ? N : never]: ValueOf<F[N]>;
} & {
  readonly [N in keyof F as F[N] extends { required: true } ? never : N]?: ValueOf<F[N]>;
};

/** The parameters of an action, as the vendor's description types them. */
export type Parameters<A extends ActionName> = ValuesOf<(typeof actions)[A]['parameters']>;
export type Filter = ValuesOf<typeof objects.Filter>;
export type HaVipAssociation = ValuesOf<typeof objects.HaVipAssociation>;
export type PrivateIpSpecification = ValuesOf<typeof objects.PrivateIpAddressSpecification>;

/** Throws for parameters that are unknown, missing or mistyped. */
export function assertParameters<A extends ActionName>(
  action: A,
  given: unknown,
): asserts given is Parameters<A> {
  assertFields(given, actions[action].parameters, '');
}

/** `at` is how the vendor calls the place in messages, such as `Filters.0.Name`. */
function assertFields(given: unknown, fields: Fields, at: string): void {
  if (!isRecord(given)) throw mistyped(at);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(fields, name)) continue;
    const message = `The parameter \`${inside(at, name)}\` is not recognized.`;
    throw new Refusal('UnknownParameter', message);
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (value !== undefined) assertValue(value, field, inside(at, name));
    else if (field.required === true) throw missingParameter(inside(at, name));
  }
}

function assertValue(value: unknown, { type, list }: Field, at: string): void {
  if (list === true) {
    if (!Array.isArray(value)) throw mistyped(at);
    for (const [index, one] of value.entries()) assertValue(one, { type }, inside(at, `${index}`));
  } else if (isObjectName(type)) {
    assertFields(value, objects[type], at);
  } else if (!isPlain(value, type)) {
    throw mistyped(at);
  }
}

function isPlain(value: unknown, type: keyof Plain): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isSafeInteger(value);
    default:
      return Number.isSafeInteger(value) && Number(value) >= 0;
  }
}

export function missingParameter(name: string): Refusal {
  const message = `The request is missing a required parameter \`${name}\`.`;
  return new Refusal('MissingParameter', message);
}

function mistyped(at: string): Refusal {
  const subject = at === '' ? 'request body' : `parameter \`${at}\``;
  return new Refusal('InvalidParameter', `The value type of ${subject} is not valid.`);
}

function inside(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}
