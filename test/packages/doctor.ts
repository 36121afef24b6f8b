import type { EmptyHost } from './host.ts';

interface Diagnosis {
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly detail: string;
  }[];
}

/** What `floatip doctor` finds wrong on a host. Throws where it did not look at what every host has. */
export function failuresOf(host: EmptyHost): readonly string[] {
  const { checks }: Diagnosis = JSON.parse(host.run('floatip doctor --json 2>/dev/null || true'));
  for (const wanted of ['node.path', 'hook.starts', 'token.usable', 'keepalived.accepts']) {
    if (checks.every(({ id }) => id !== wanted)) throw new Error(`There is no check ${wanted}`);
  }
  return checks
    .filter(({ status }) => status === 'fail')
    .map(({ id, detail }) => `${id}: ${detail}`);
}
