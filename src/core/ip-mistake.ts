import { normaliseIp } from './ip.ts';

/** What is written around an IP address that is not part of it: what to leave out. */
export function ipMistake(text: string): string | undefined {
  const given = text.trim();
  for (const [pattern, advice] of mistakes) {
    const groups = pattern.exec(given)?.groups;
    const ip = normaliseIp(groups?.['ip'] ?? '');
    if (groups !== undefined && ip !== undefined) return advice(ip, groups['rest'] ?? '');
  }
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(given)) return numbersOf(given);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\.?$/i.test(given)
    ? 'a host name is not looked up: write the IP that it stands for'
    : undefined;
}

type Advice = (ip: string, rest: string) => string;

const mistakes: readonly (readonly [RegExp, Advice])[] = [
  [/^(?<ip>[\d.]+):(?<rest>\d+)$/, leaveOut('port')],
  [/^\[(?<ip>[^\]]+)\]:(?<rest>\d+)$/, leaveOut('brackets and the port')],
  [/^\[(?<ip>[^\]]+)\]$/, leaveOut('brackets')],
  [/^(?<ip>[^/]+)\/(?<rest>\d+)$/, leaveOut('prefix length')],
  [/^(?<ip>[^/]+)\/(?<rest>[\d.]+)$/, leaveOut('netmask')],
  [/^(?<ip>[^%]+)%(?<rest>.+)$/, leaveOut('zone')],
  [/^[a-z]+:\/\/(?<ip>[\d.]+)(?<rest>[:/].*)?$/i, leaveOut('rest of the URL')],
  [/^(?<ip>[^,;\s]+)[,;](?<rest>\s*)$/, leaveOut('comma')],
  [/^(?<ip>[^,;\s]+)[,;\s]+(?<rest>\S+)$/, () => 'give one IP only'],
];

function leaveOut(what: string): Advice {
  return (ip) => `leave the ${what} out: ${ip}`;
}

function numbersOf(text: string): string {
  const plain = text
    .split('.')
    .map((part) => String(Number(part)))
    .join('.');
  return normaliseIp(plain) === undefined
    ? 'each of its four numbers is 255 at most'
    : `leave the zeros in front out: ${plain}`;
}

/** An IPv4 address that was written as the one number that it is to a computer. */
export function ipOfNumber(number: number): string | undefined {
  if (!Number.isInteger(number) || number < 0x01_00_00_00 || number > 0xff_ff_ff_ff)
    return undefined;
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join('.');
}
