import type { About, Facts } from '../alert.ts';

/** What all languages have in common. */

/** An address, an instance or a cloud, as people know it. */
export function nameOf(about: About | undefined): string {
  if (about === undefined) return 'floatip';
  const { name } = about;
  return about.sort === 'address' && about.ip !== null && about.ip !== name
    ? `${name} ${about.ip}`
    : name;
}

/** What a node is called, or its id. */
export function nodeName(node: string, { names = {} }: Facts): string {
  return names[node] ?? node;
}

/** How long something took. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

/** In the time zone of this host, with how far it is from UTC. */
export function timeOf(ms: number): string {
  const date = new Date(ms);
  const minutes = -date.getTimezoneOffset();
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${local}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}
