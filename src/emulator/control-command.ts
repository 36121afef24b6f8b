import * as v from 'valibot';

import { parseJson } from '../lib/json.ts';
import { json } from './exchange.ts';
import type { CloudReply } from './exchange.ts';

export interface ControlRequest {
  readonly method: string;
  /** Below the root of the control endpoint, or below a cloud's part of it. */
  readonly path: string;
  readonly body: string;
}

/** Carries out one control request on what it is about. */
export type Command<T> = (target: T, request: ControlRequest) => CloudReply;

/** Commands by method and path, in which a `*` at the end stands for one segment. */
type Commands<T> = Readonly<Record<string, Command<T>>>;

/** Carries out what is among the commands; nothing for what is not. */
export function answerWith<T>(
  commands: Commands<T>,
): (target: T, request: ControlRequest) => CloudReply | undefined {
  return (target, request) => {
    const { method, path } = request;
    const parent = path.slice(0, path.lastIndexOf('/'));
    const command = commands[`${method} ${path}`] ?? commands[`${method} ${parent}/*`];
    return command?.(target, request);
  };
}

/** The last segment of the path. */
export function itemOf({ path }: ControlRequest): string {
  return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
}

/** The body, or `undefined` where it is not as it has to be. */
export function bodyOf<S extends v.GenericSchema>(
  { body }: ControlRequest,
  schema: S,
): v.InferOutput<S> | undefined {
  const parsed = v.safeParse(schema, parseJson(body));
  return parsed.success ? parsed.output : undefined;
}

export function cannot(message: string): CloudReply {
  return json(400, { message });
}
