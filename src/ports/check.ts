import { plainText } from '../core/plain-text.ts';
import { checkIds } from './check-ids.ts';
import type { CheckId } from './check-ids.ts';

export const checkStatuses = ['ok', 'note', 'warn', 'fail', 'skipped'] as const;
/** `note`: to be known; `warn`: will do harm one day; `fail`: a failover would not work; `skipped`: not looked at. */
export type CheckStatus = (typeof checkStatuses)[number];

/** What was found out about one thing. */
export interface Check {
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** The name of the address that it is about, where it is about one. */
  readonly address?: string;
  readonly title: string;
  readonly detail: string;
  /** What to do: one imperative sentence, or a command. */
  readonly fix?: string;
}

export interface Finding {
  readonly detail: string;
  readonly fix?: string | undefined;
  readonly address?: string | undefined;
}

/** What is found may come from files and from a cloud: it becomes text here. */
export function checked(
  id: CheckId,
  status: CheckStatus,
  { detail, fix, address }: Finding,
): Check {
  return {
    id,
    status,
    ...(address === undefined ? {} : { address }),
    title: checkIds[id].title,
    detail: plainText(detail),
    ...(fix === undefined ? {} : { fix: plainText(fix) }),
  };
}

export function passed(id: CheckId, detail: string, address?: string): Check {
  return checked(id, 'ok', { detail, address });
}

export function skipped(id: CheckId, detail: string): Check {
  return checked(id, 'skipped', { detail });
}
