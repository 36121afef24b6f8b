import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What was built to be started, below dist, by its paths; without what V8 made of it, and without notices. */
export function programFiles(): readonly string[] {
  const entries = readdirSync('dist', { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && isProgram(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

function isProgram(name: string): boolean {
  return !name.startsWith('.') && !/\.(?:txt|cache|cache\.\d+)$/.test(name);
}
