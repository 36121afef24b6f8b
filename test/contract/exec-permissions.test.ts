import { describe, expect, it } from 'vitest';

import type { HttpAdapter } from '../../src/lib/http/http-request.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { canRunSample } from '../support/program-cloud.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';
import type { CaseName } from './case-names.ts';
import { cases } from './cases.ts';
import { execKinds } from './exec-kinds.ts';
import type { KindCase } from './kind-case.ts';

/**
 * Of a program, `floatip init --policy` prints no permission: floatip itself asks no cloud for anything, whatever
 * the command. What the program is allowed is between it and its cloud.
 */

async function policyOf(more: readonly string[]): Promise<string> {
  const entry = `{ name: web, kind: exec, ip: 203.0.113.10, command: [/usr/local/bin/my-cloud] }`;
  const clock = new FakeClock();
  const run = await runMain(['init', '--policy', ...more], {
    clock,
    world: startInProcessCloud(clock),
    env: { DO_TOKEN: undefined, FLOATIP_CONFIG: temporaryFile('c.yaml', `addresses: [${entry}]`) },
  });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout;
}

describe('the policy for exec', () => {
  it('permits nothing, and says whose matter that is', async () => {
    expect(JSON.parse(await policyOf(['--json']))).toEqual({ version: 1, exec: {} });
    expect(await policyOf([])).toBe(
      'Your own program: nothing for floatip. What the program is allowed has to be enough to read, assign and unassign the addresses that it is for.\n',
    );
  });
});

const commands: readonly CaseName[] = ['status', 'move', 'dry run', 'reconcile', 'release'];

/** The same host, on which no request that floatip itself sends gets anywhere. */
function withoutNetwork(of: KindCase, asked: string[]): KindCase {
  const adapter: HttpAdapter = (config) => {
    asked.push(String(config.url));
    return Promise.reject(new Error('floatip itself is allowed nothing'));
  };
  return {
    ...of,
    connect(host) {
      Object.assign(host.world, { adapter });
      of.connect?.(host);
    },
  };
}

describe.skipIf(!canRunSample).each(execKinds)('with that, an address of $kind', (of) => {
  it.each(commands)('passes: %s', { timeout: 120_000 }, async (name) => {
    const asked: string[] = [];
    await cases[name](withoutNetwork(of, asked));
    expect(asked).toEqual([]);
  });
});
