import { expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';

const wiped = '\r\u001B[K';
const line = /waiting for [^\r]*/g;

async function run(
  args: readonly string[],
  { isTTY = true, isDown = true } = {},
): Promise<MainRun & { readonly lines: readonly string[] }> {
  const clock = new FakeClock();
  const world = startInProcessCloud(clock);
  const fault = { type: 'status', status: 503 } as const;
  if (isDown) world.cloud.faults.add({ match: { path: '/v2/*' }, times: 0, fault });
  const ran = await runMain(args, { clock, world, isTTY });
  return { ...ran, lines: ran.stderr.match(line) ?? [] };
}

it.each(['assign', 'status', 'release'])(
  'says on a terminal what %s waits for, and wipes it away before it says anything else',
  async (command) => {
    const { lines, stderr } = await run([command, '203.0.113.10', '--timeout', '10']);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines[0]).toMatch(
      /waiting for digitalocean: 2 s, asked \d+ times, last answer 503, 8 s left$/,
    );
    expect(lines.at(-1)).toMatch(/: 9 s, asked \d+ times, last answer 503, [01] s left\n?$/);
    for (const text of lines) expect(text.length).toBeLessThan(80);
    const [, rest = ''] = stderr.split(lines.at(-1) ?? '');
    expect(rest.startsWith(wiped)).toBe(true);
    expect(rest.slice(wiped.length)).toMatch(/^(?!.*waiting for).*floatip: /);
  },
);

it('says nothing where there is no terminal', async () => {
  const { stderr } = await run(['status', '203.0.113.10', '--timeout', '10'], { isTTY: false });
  expect(stderr).not.toContain('waiting');
});

it('says nothing of what is done soon', async () => {
  const { stderr } = await run(['status', '203.0.113.10'], { isDown: false });
  expect(stderr).toBe('');
});
