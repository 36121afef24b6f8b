/** The code of a system error, such as ENOENT, or its text where it has none. */
export function errnoOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isSystemError(error) ? error.code : error.message;
}

/** Whether the system has refused something; anything else is a bug. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
