import { ipv4In, specialIp } from '../core/special-ip.ts';
import { Failure } from '../ports/failure.ts';

/** Refuses what no cloud can move, before it is asked. Throws `usage`. */
export function refuseSpecialIp(ip: string, text: string): void {
  const ipv4 = ipv4In(ip);
  if (ipv4 !== undefined) {
    throw new Failure('usage', `${text} is an IPv4 address in the spelling of IPv6`, {
      hint: `Write it as IPv4: ${ipv4}`,
    });
  }
  const sort = specialIp(ip);
  if (sort === undefined) return;
  throw new Failure('usage', `${ip} is ${sort}, and no cloud moves one`, {
    hint: 'Write the floating IP as the cloud lists it, such as 203.0.113.10',
  });
}
