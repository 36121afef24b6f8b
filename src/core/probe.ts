import { bracketed } from './host-place.ts';

/** How to ask an address through the cloud whether somebody answers there. */
export type Probe = { readonly timeout?: number; readonly ip?: string } & (
  | { readonly tcp: number }
  | { readonly http: string; readonly port?: number }
);

/** For so long somebody is asked who does not answer, unless the config says otherwise. Milliseconds. */
export const usualProbeMs = 10_000;

/** Whether an address is answered where the cloud says that it is. */
export interface Probed {
  /** `203.0.113.10:443`, or `http://203.0.113.10/healthz` */
  readonly asked: string;
  readonly isAnswered: boolean;
  /** From the end of the takeover until the first answer, or until nobody was asked any more. Milliseconds. */
  readonly ms: number;
  /** Who answered, where the answer tells. */
  readonly by?: string;
  /** Why there was no answer, at the last attempt. */
  readonly why?: string;
  /** The IP is on an interface of this host: it has answered itself, and nothing is known of the way here. */
  readonly isLocal?: true;
}

/** What is asked, in the words of a URL. */
export function probeTarget(probe: Probe, ip: string): string {
  const host = bracketed(ip);
  if ('tcp' in probe) return `${host}:${probe.tcp}`;
  return `http://${host}${probe.port === undefined ? '' : `:${probe.port}`}${probe.http}`;
}

/** What the operator should know where the cloud says that an address is here and nobody answers there. */
export function probeWarning({ asked, isAnswered, ms, why }: Probed): string | undefined {
  if (isAnswered) return undefined;
  const reason = why === undefined ? '' : ` (${why})`;
  return `the cloud says that it is here, and nobody answered at ${asked} for ${(ms / 1000).toFixed(1)} s${reason}. See whether the service listens (ss -ltn), and what the firewall of the cloud lets through`;
}

/** One line for people. */
export function probeText({ asked, ms, by, isLocal }: Probed): string {
  const who = by === undefined ? '' : `, by ${by}`;
  const local =
    isLocal === true ? '; the IP is on this host, so the way from outside was not tried' : '';
  return `answered at ${asked} after ${(ms / 1000).toFixed(2)} s${who}${local}`;
}
