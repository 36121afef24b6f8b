import { describe, expect, it } from 'vitest';

import type { Alert } from '../../src/alerts/alert.ts';
import { messageOf } from '../../src/alerts/message.ts';
import { texts } from '../../src/alerts/texts/languages.ts';
import { alertKinds, languages } from '../../src/core/alert.ts';
import { alertOf, recovery, takeovers } from './some-alerts.ts';

/** Every kind in every language, with all there may be to say, and with the least. */

const instance = { sort: 'instance', name: 'VI_1' } as const;
const full = {
  from: '111',
  to: '222',
  by: '111',
  names: { 111: 'lb1', 222: 'lb2' },
  durationMs: 410,
};
const vip = '10.0.4.99';

const samples: readonly Alert[] = [
  ...alertKinds.map((kind) =>
    alertOf(kind, { facts: { ...full, reason: 'why', hint: 'do this' } }),
  ),
  ...alertKinds.map((kind) => alertOf(kind, { facts: {} })),
  alertOf('taken-over', { facts: { ...full, from: null } }),
  alertOf('contested', { facts: { by: null } }),
  alertOf('split-brain', { facts: { vip } }),
  alertOf('split-brain', { about: instance, facts: {} }),
  alertOf('idle', { facts: { isLoose: true } }),
  alertOf('unhealthy', { about: { sort: 'check', name: 'config' }, facts: { reason: 'why' } }),
  alertOf('unhealthy', { about: { sort: 'check', name: 'token.mode' }, facts: {} }),
  { kind: 'test', episode: 'test', at: 0, host: 'lb2', facts: {} },
  recovery,
  { ...recovery, facts: { because: 'not-ours' } },
  { ...recovery, facts: { because: 'moved', to: '222' } },
];

describe.each(languages)('in %s', (language) => {
  it.each(samples.map((alert) => [alert.kind, alert] as const))('%s', (_kind, alert) => {
    const { title, lines } = messageOf({ alerts: [alert], language });
    const text = [title, ...lines].join('\n');
    expect(text).not.toMatch(/undefined|null|NaN|\[object|\$\{/);
    expect(title.length).toBeGreaterThan(10);
    expect(title).not.toContain('\n');
    expect(text).toContain('lb2');
    expect(/\p{Script=Han}/u.test(title)).toBe(language === 'zh');
  });

  it('says each kind with other words', () => {
    const titles = new Set(samples.map((alert) => messageOf({ alerts: [alert], language }).title));
    expect(titles.size).toBeGreaterThanOrEqual(alertKinds.length + 6);
    expect(new Set(Object.values(texts[language].kinds)).size).toBe(alertKinds.length + 1);
  });

  it('sums up', () => {
    const losses = [{ channel: 'ops', type: 'slack', count: 3, reason: 'gone' } as const];
    const { title, lines } = messageOf({ alerts: takeovers(30), language, dropped: 7, losses });
    expect(title).toMatch(/37/);
    expect(lines.join('\n')).toMatch(
      /20[\s\S]*7[\s\S]*ops[\s\S]*slack[\s\S]*3|7[\s\S]*3[\s\S]*ops/,
    );
  });
});

it('names nodes as the cloud does, and addresses as people do', () => {
  const { title } = messageOf({ alerts: [alertOf('taken-over')], language: 'en' });
  expect(title).toBe('web 203.0.113.10: taken over, lb1 → lb2 in 0.41 s');
  const { title: chinese } = messageOf({ alerts: [alertOf('taken-over')], language: 'zh' });
  expect(chinese).toBe('web 203.0.113.10：已接管，lb1 → lb2，用时 0.41 秒');
});
