import { explore } from './explore.ts';
import {
  asBuilt,
  breaks,
  dropBreaks,
  failsafeBreaks,
  inShort,
  withDrops,
  withFailsafe,
} from './lease-rules.ts';

/** Goes through all that can happen in an election, as it is built and with each rule broken. */

let isRight = true;
const setUps = {
  'two hosts': asBuilt,
  'two hosts, in short': inShort.clocks,
  // With clocks that differ or writes that take time there are more states than a Set can hold.
  'three hosts': { ...inShort.wire, hosts: 3, wire: 0 },
  'two hosts, by the word of peers, with writes that take time': withFailsafe.wire,
  'two hosts, by the word of peers, with clocks that differ': withFailsafe.clocks,
  'two hosts that give up parts, with writes that take time': withDrops.wire,
  'two hosts that give up parts, with clocks that differ': withDrops.clocks,
  'a host that is not written down': withFailsafe.stranger,
} as const;
for (const [name, rules] of Object.entries(setUps)) {
  const { states, wrong } = explore(rules);
  isRight &&= wrong === undefined;
  console.log(`${name}: ${states} states, ${wrong?.what ?? 'never do two hosts write at once'}`);
  for (const step of wrong?.steps ?? []) console.log(`    ${step}`);
}
const broken = [
  ...Object.entries(breaks).map(([name, by]) => [name, by(asBuilt)] as const),
  ...Object.entries(dropBreaks),
  ...Object.entries(failsafeBreaks).map(([name, { rules }]) => [name, rules] as const),
];
for (const [name, rules] of broken) {
  const { states, wrong } = explore(rules);
  isRight &&= wrong !== undefined;
  console.log(`\nwith ${name}: ${wrong?.what ?? `nothing is found in ${states} states`}`);
  for (const step of wrong?.steps ?? []) console.log(`    ${step}`);
}
process.exitCode = isRight ? 0 : 1;
