import { isFailure } from '../ports/failure.ts';

/** The token got as far as a refusal: what says that it gets nowhere, or to nothing, has to say so twice. */
export async function surely<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!isFailure(error, 'denied', 'missing', 'invalid')) throw error;
    return await look();
  }
}
