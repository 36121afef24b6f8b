/** The network zones of locations: a floating IP may be assigned all over its zone. */
const zones: Readonly<Record<string, string>> = {
  fsn1: 'eu-central',
  nbg1: 'eu-central',
  hel1: 'eu-central',
  ash: 'us-east',
  hil: 'us-west',
  sin: 'ap-southeast',
};

export const locations: readonly string[] = Object.keys(zones);

export function zoneOf(location: string): string {
  return zones[location] ?? location;
}
