import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { markdownTable } from './markdown-table.ts';

const rulesPath = 'contrib/prometheus/rules.yaml';

/** What a rule of Prometheus says, as far as docs tell of it. */
interface Rule {
  readonly alert: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

interface RulesFile {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}

/** The rules that travel with floatip. */
export function rulesThere(): readonly Rule[] {
  const { groups }: RulesFile = parse(readFileSync(rulesPath, 'utf8'));
  return groups.flatMap(({ rules }) => rules);
}

/** Labels stand for themselves: `{{ $labels.vip }}` is `VIP`. */
function shown(summary: string): string {
  return summary
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => label.toUpperCase())
    .replaceAll('{{ $value }}', 'N');
}

export function rulesTable(): string {
  const rows = rulesThere().map((rule) => [
    `\`${rule.alert}\``,
    rule.labels.severity,
    shown(rule.annotations.summary),
    rule.for ?? 'at once',
  ]);
  return markdownTable([['rule', 'severity', 'what it says', 'after'], ...rows]);
}
