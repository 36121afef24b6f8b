import { checked, passed, skipped } from '../../ports/check.ts';
import type { Check } from '../../ports/check.ts';
import type { KeepalivedConfig } from '../../triggers/keepalived-config/keepalived-config.ts';
import type { Examination } from './examination.ts';
import { eventRules } from './keepalived-event-rules.ts';
import { placeOf } from './keepalived-here.ts';
import { neighbourRules } from './keepalived-neighbour-rules.ts';
import type { Rule, RuleScope } from './keepalived-rule.ts';
import { scriptRules } from './keepalived-script-rules.ts';
import { vrrpRules } from './keepalived-vrrp-rules.ts';
import type { Surroundings } from './surroundings.ts';

const rules: readonly Rule[] = [...eventRules, ...vrrpRules, ...neighbourRules, ...scriptRules];

/** What keepalived is told to do. */
export function keepalivedChecks(surroundings: Surroundings): readonly Examination[] {
  const { keepalived, addresses } = surroundings;
  const { config: conf, path } = keepalived;
  if (conf === undefined) {
    const isNeeded = addresses.some(({ follow }) => typeof follow === 'string');
    const detail = `There is no ${path}`;
    const fix = 'Write one with: floatip init, or name it with --keepalived-conf';
    const check = isNeeded
      ? checked('keepalived.config', 'fail', { detail, fix })
      : skipped('keepalived.config', detail);
    return [{ ids: ['keepalived.config'], run: (_, find) => find(check) }];
  }
  const scope: RuleScope = { ...surroundings, conf };
  return [
    { ids: ['keepalived.config'], run: (_, find) => read(conf).forEach(find) },
    ...rules.map((rule): Examination => ({
      ids: [rule.id],
      run: (_, find) => resultOf(rule, scope).forEach(find),
    })),
  ];
}

function read(conf: KeepalivedConfig): readonly Check[] {
  if (conf.problems.length === 0) {
    const count = conf.paths.length;
    const more = count === 1 ? '' : `, with ${count - 1} more that it includes`;
    return [passed('keepalived.config', `${conf.path}${more}`)];
  }
  return conf.problems.map(({ at, message }) =>
    checked('keepalived.config', 'warn', {
      detail: `${placeOf(conf, at)}: ${message}`,
      fix: `Correct it, and see with: keepalived -t -f ${conf.path}`,
    }),
  );
}

function resultOf({ id, trouble, whenWell }: Rule, scope: RuleScope): readonly Check[] {
  const found = trouble(scope);
  if (found.length === 0) return [passed(id, whenWell)];
  return found.map(({ status, detail, fix, address }) =>
    checked(id, status, { detail, fix, address }),
  );
}
