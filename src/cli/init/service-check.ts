import { Failure } from '../../ports/failure.ts';

/** The service for the sake of which a host is to be MASTER, and how keepalived sees whether it is well. */
export interface ServiceCheck {
  /** As `hooks/check-service` takes it. */
  readonly target: string;
  /** The systemd unit that is asked to tell at once when it has ended, where it is known. */
  readonly unit: string | undefined;
}

const programs: ReadonlySet<string> = new Set(['nginx', 'haproxy']);
/** Of a URL, what stands for itself in keepalived.conf and in a shell, between quotes. */
const url = /^https?:\/\/[\w.~:/?#[\]@!&()*+,;=%-]+$/;
const unitName = /^[\w@.-]{1,200}$/;

/** Throws `usage`. */
export function serviceCheckOf(target: string, unit: string | undefined): ServiceCheck {
  if (unit !== undefined && !unitName.test(unit)) {
    throw new Failure('usage', `This is no name of a systemd unit: ${unit}`, {
      hint: 'Name it as systemctl does, such as nginx',
    });
  }
  const named = unit?.replace(/\.service$/, '');
  if (programs.has(target)) return { target, unit: named ?? target };
  if (isTcp(target) || (url.test(target) && URL.canParse(target))) return { target, unit: named };
  throw new Failure('usage', `--check cannot look at this: ${target}`, {
    hint: 'Name nginx, haproxy, tcp:PORT, or a URL such as http://127.0.0.1/healthz',
  });
}

function isTcp(target: string): boolean {
  const [, port = ''] = /^tcp:(?:[\w.-]+:|\[[\da-fA-F:.]+\]:)?(\d{1,5})$/.exec(target) ?? [];
  return Number(port) >= 1 && Number(port) <= 65_535;
}
