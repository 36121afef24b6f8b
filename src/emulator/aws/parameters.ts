import { actions } from './description.ts';
import type { ActionName, Field } from './description.ts';
import { invalidValue, missingParameter, Refusal } from './refusal.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

interface Plain {
  string: string;
  boolean: boolean;
  integer: number;
  filter: Filter;
}

type ValueOf<F extends Field> = F extends { list: true }
  ? readonly Plain[F['type']][]
  : Plain[F['type']];
type FieldsOf<A extends ActionName> = (typeof actions)[A]['parameters'];

/** The parameters of an action, as the vendor's description types them; none of a list is an empty one. */
export type Parameters<A extends ActionName> = {
  readonly [N in keyof FieldsOf<A>]: FieldsOf<A>[N] extends Field
    ? FieldsOf<A>[N] extends { list: true } | { required: true }
      ? ValueOf<FieldsOf<A>[N]>
      : ValueOf<FieldsOf<A>[N]> | undefined
    : never;
};

const common = new Set(['Action', 'Version']);

/** Reads the form of a request. Throws for parameters that are unknown, missing or mistyped. */
export function parametersIn<A extends ActionName>(action: A, form: URLSearchParams): Parameters<A>;
export function parametersIn(action: ActionName, form: URLSearchParams): object {
  const fields: Readonly<Record<string, Field>> = actions[action].parameters;
  refuseUnknown(fields, form);
  const entries = Object.entries(fields).map(([name, field]) => {
    if (field.type === 'filter') return [name, filtersIn(name, form)] as const;
    if (field.list === true) return [name, numbered(name, form)] as const;
    const value = form.get(name);
    if (value === null && field.required === true) throw missingParameter(name);
    return [name, value === null ? undefined : plain(name, field.type, value)] as const;
  });
  return Object.fromEntries(entries);
}

function refuseUnknown(fields: Readonly<Record<string, Field>>, form: URLSearchParams): void {
  for (const name of new Set(form.keys())) {
    const [head = ''] = name.split('.');
    if (common.has(name) || isOf(fields[head], name)) continue;
    throw new Refusal('UnknownParameter', `The parameter ${name} is not recognized`);
  }
}

function isOf(field: Field | undefined, name: string): boolean {
  const [, ...rest] = name.split('.');
  if (field === undefined) return false;
  if (field.type === 'filter') return /^\d+\.(?:Name|Value\.\d+)$/.test(rest.join('.'));
  return field.list === true ? /^\d+$/.test(rest.join('.')) : rest.length === 0;
}

function plain(name: string, type: Field['type'], text: string): string | boolean | number {
  if (type === 'string') return text;
  if (type === 'boolean') {
    if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  } else if (/^\d{1,9}$/.test(text)) {
    return Number(text);
  }
  throw invalidValue(`Value (${text}) for parameter ${name} is invalid.`);
}

/** The values of a list, in the order of their numbers, which begin with 1. */
function numbered(name: string, form: URLSearchParams): readonly string[] {
  const values: string[] = [];
  for (let number = 1; ; number += 1) {
    const value = form.get(`${name}.${number}`);
    if (value === null) break;
    values.push(value);
  }
  const given = [...form.keys()].filter((key) => key.startsWith(`${name}.`) && /\.\d+$/.test(key));
  if (
    given.filter((key) => /^[^.]+\.\d+$/.test(key)).length !== values.length &&
    !name.includes('.')
  ) {
    throw invalidValue(`The numbers of ${name} have to begin with 1, and leave none out`);
  }
  return values;
}

const mostValues = 200;

function filtersIn(name: string, form: URLSearchParams): readonly Filter[] {
  const filters: Filter[] = [];
  let count = 0;
  for (let number = 1; form.has(`${name}.${number}.Name`); number += 1) {
    const values = numbered(`${name}.${number}.Value`, form);
    const filter = form.get(`${name}.${number}.Name`) ?? '';
    if (values.length === 0) throw missingParameter(`${name}.${number}.Value`);
    count += values.length;
    filters.push({ name: filter, values });
  }
  if (count > mostValues) {
    throw new Refusal(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${mostValues}`,
    );
  }
  return filters;
}
