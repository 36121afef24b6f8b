/** What lies where floatip keeps something, and cannot be that. Everybody goes on as if it were not there. */
export class Oddity extends Error {
  override readonly name = 'Oddity';
  readonly path: string;
  readonly why: string;

  constructor(path: string, why: string, options?: ErrorOptions) {
    super(`${path}: ${why}`, options);
    this.path = path;
    this.why = why;
  }
}
