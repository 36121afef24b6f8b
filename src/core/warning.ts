/** What will do harm one day, while nothing has failed yet. */
export type WarningKind =
  /** keepalived tells of an instance or group that no address follows. */
  | 'not-followed'
  /** An address follows one that keepalived does not tell of. */
  | 'not-told-of'
  /** Two keepalived that live tell of the same one. */
  | 'two-tellers'
  /** It would not be found out that the keepalived is killed which told. */
  | 'out-of-sight'
  /** Nothing can come by the FIFO, or not all of it. */
  | 'fifo';

/** What the operator has to know, and what to do about it. */
export interface Notice {
  readonly message: string;
  readonly hint: string;
}

export interface Warning extends Notice {
  readonly kind: WarningKind;
  /** The name of an instance or group, or the path of a FIFO. */
  readonly about: string;
}

/** What a warning is known by: it is told once, however long it lasts. */
export function warningKey({ kind, about }: Pick<Warning, 'kind' | 'about'>): string {
  return `${kind} ${about}`;
}
