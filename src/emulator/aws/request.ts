import type { CloudRequest } from '../exchange.ts';
import { isActionName } from './description.ts';
import type { ActionName } from './description.ts';
import { missingParameter, Refusal } from './refusal.ts';

/** The action as anybody can see it who has only to tell requests apart. */
export function namedAction({ body }: Pick<CloudRequest, 'body'>): string | undefined {
  return /^(?:Action=|.{0,500}&Action=)(\w{1,64})/.exec(body)?.[1];
}

/** The form that a request has in its body. Throws for any other one. */
export function formIn({ method, headers, body }: CloudRequest): URLSearchParams {
  const type = headers['content-type'] ?? '';
  if (method !== 'POST' || !/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw new Refusal('InvalidAction', 'Only forms that are posted are understood here');
  }
  return new URLSearchParams(body);
}

/** Throws for a version that this is not. */
export function requireVersion(form: URLSearchParams, version: string): void {
  const given = form.get('Version');
  if (given === null) throw missingParameter('Version');
  if (given !== version)
    throw new Refusal('NoSuchVersion', `The requested version (${given}) is not valid`);
}

export function ec2ActionIn(form: URLSearchParams): ActionName {
  const action = form.get('Action');
  if (action === null) throw missingParameter('Action');
  if (isActionName(action)) return action;
  throw new Refusal('InvalidAction', `The action ${action} is not valid for this web service.`);
}
