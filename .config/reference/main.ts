import { writeReference } from './write-reference.ts';

/** Writes the tables of options, metrics and config keys anew, from the code. */
await writeReference();
