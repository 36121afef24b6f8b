import type { Alert, Facts } from '../../src/alerts/alert.ts';

/** Alerts as rules make them. */

const web = {
  sort: 'address',
  name: 'web',
  kind: 'digitalocean-reserved-ip',
  ip: '203.0.113.10',
} as const;

/** Some Saturday. Milliseconds since 1970. */
export const someTime = 1_795_219_200_000;

export function alertOf(kind: Alert['kind'], more: Partial<Alert> = {}): Alert {
  const episode = `lb2/address/web/${kind}/${someTime}`;
  const facts: Facts = {
    from: '111',
    to: '222',
    names: { 111: 'lb1', 222: 'lb2' },
    durationMs: 410,
  };
  return {
    kind,
    episode,
    at: someTime,
    host: 'lb2',
    cluster: 'prod-lb',
    about: web,
    facts,
    ...more,
  };
}

export function takeovers(count: number): readonly Alert[] {
  return Array.from({ length: count }, (_, index) =>
    alertOf('taken-over', { episode: `lb2/address/web${index}/taken-over/${index}` }),
  );
}

export const recovery = alertOf('recovered', {
  at: someTime + 60_000,
  ended: [{ kind: 'failed', episode: `lb2/address/web/failed/${someTime}`, since: someTime }],
});
