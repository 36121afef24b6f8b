import { explore } from './explore.ts';
import { asBuilt, breaks, inShort } from './lease-rules.ts';

/** Goes through all that can happen in an election, as it is built and with each rule broken. */

let isRight = true;
const setUps = {
  'two hosts': asBuilt,
  'two hosts, in short': inShort.clocks,
  // With clocks that differ or writes that take time there are more states than a Set can hold.
  'three hosts': { ...inShort.wire, hosts: 3, wire: 0 },
} as const;
for (const [name, rules] of Object.entries(setUps)) {
  const { states, wrong } = explore(rules);
  isRight &&= wrong === undefined;
  console.log(`${name}: ${states} states, ${wrong?.what ?? 'never do two hosts write at once'}`);
  for (const step of wrong?.steps ?? []) console.log(`    ${step}`);
}
for (const [name, breakRule] of Object.entries(breaks)) {
  const { states, wrong } = explore(breakRule(asBuilt));
  isRight &&= wrong !== undefined;
  console.log(`\nwith ${name}: ${wrong?.what ?? `nothing is found in ${states} states`}`);
  for (const step of wrong?.steps ?? []) console.log(`    ${step}`);
}
process.exitCode = isRight ? 0 : 1;
