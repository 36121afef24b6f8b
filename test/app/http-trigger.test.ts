import { describe, expect, it } from 'vitest';

import { FakeClock } from '../support/fake-clock.ts';
import { fakeHost } from '../support/fake-host.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { pageUrl, servePage } from '../support/page-server.ts';
import type { PageServer } from '../support/page-server.ts';
import { runMain } from '../support/run-main.ts';
import type { MainRun } from '../support/run-main.ts';
import { temporaryFile, temporaryFolder } from '../support/temporary.ts';

const config = `
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: 203.0.113.10, follow: { http: '${pageUrl}' } }
`;

async function run(args: readonly string[], status: PageServer['status']): Promise<MainRun> {
  const clock = new FakeClock();
  const cloud = startInProcessCloud(clock);
  const page = servePage(clock);
  page.status = status;
  const world = {
    ...cloud,
    adapter: (...request: Parameters<typeof cloud.adapter>) =>
      page.adapter(...request) ?? cloud.adapter(...request),
  };
  const env = {
    FLOATIP_CONFIG: temporaryFile('config.yaml', config),
    FLOATIP_RUNTIME_DIR: temporaryFolder(),
    FLOATIP_STATE_DIR: temporaryFolder(),
  };
  const host = fakeHost({ ticks: 100, pid: 1 });
  return await runMain(args, { clock, world, env, host });
}

describe('commands for an address that follows a page', () => {
  it('reconcile takes it where the page says so', async () => {
    const { code, stdout } = await run(['reconcile', '--json'], 200);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ results: [{ outcome: 'moved', to: '222' }] });
  });

  it.each([
    [503, `${pageUrl} answers 503`],
    ['refused', 'nothing listens there'],
  ] as const)('reconcile leaves it where the page is %s, and says why', async (status, why) => {
    const { code, stdout } = await run(['reconcile', '--json'], status);
    const [result] = JSON.parse(stdout).results;
    expect({ code, outcome: result.outcome }).toEqual({ code: 0, outcome: 'not-ours' });
    expect(result.why).toContain(why);
  });

  it.each([
    [200, 'hold (http)', 'answers 200, but'],
    [503, 'do not (http)', ''],
    ['refused', 'unknown (http)', 'left as it is'],
  ] as const)('status says what the page says: %s', async (status, role, why) => {
    const { stdout } = await run(['status', '--wide'], status);
    expect(stdout).toContain(role);
    expect(stdout).toContain(why);
  });
});
