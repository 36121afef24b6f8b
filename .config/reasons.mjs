/**
 * Why a step failed, from what it printed: each test and each drill with its reason, or else the last lines.
 * @param {string} printed
 * @returns {string[]}
 */
export function reasonsIn(printed) {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  const known = [...failedTests(lines), ...failedRounds(lines)];
  return known.length > 0 ? known : lines.filter((line) => line !== '').slice(-lastLines);
}

const lastLines = 10;

/** Tests that failed for one reason stand above it, one below the other. */
function failedTests(lines) {
  const names = [];
  const reasons = [];
  for (const line of lines) {
    const [, name] = /^ FAIL {2}(.+)$/.exec(line) ?? [];
    if (name !== undefined) names.push(name);
    else if (line !== '') reasons.push(...names.splice(0).map((test) => `${test}: ${line.trim()}`));
  }
  return [...reasons, ...names];
}

/** The lab names the hosts and the path above its drills, and a drill above its rounds. */
function failedRounds(lines) {
  const reasons = [];
  let drill = '';
  let path = '';
  for (const line of lines) {
    if (/; by [a-z]+$/.test(line)) path = line;
    drill = /^([a-z]+): /.exec(line)?.[1] ?? drill;
    const [, round, reason] = /^ +(\d+) {2}FAILED {2}(.+)$/.exec(line) ?? [];
    if (round !== undefined) reasons.push(`${path}: ${drill}, round ${round}: ${reason}`);
    else if (/^FAILED {2}/.test(line)) reasons.push(line.replace(/^FAILED +/, ''));
  }
  return reasons;
}
