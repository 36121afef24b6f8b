import type { Session } from '../../app/session.ts';

/** Whether the config wants any address to be asked once it is here. */
export function isProbed({ config }: Pick<Session, 'config'>): boolean {
  return config.addresses.some(({ probe }) => probe !== undefined);
}
