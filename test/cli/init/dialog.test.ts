import { describe, expect, it } from 'vitest';

import { commandLine } from '../../../src/cli/init/command-line.ts';
import { askForPair } from '../../../src/cli/init/dialog.ts';
import { kindFacts } from '../../../src/cli/init/kind-facts.ts';
import { planOf } from '../../../src/cli/init/plan-of.ts';
import { interfacesIn, proposalsFor } from '../../../src/cli/init/proposals.ts';
import type { Proposals } from '../../../src/cli/init/proposals.ts';
import type { Questions } from '../../../src/cli/init/questions.ts';
import type { HttpAdapter } from '../../../src/lib/http/http-request.ts';
import { allClouds, loadConfig } from '../../support/clouds.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startInProcessCloud } from '../../support/in-process-cloud.ts';
import { hasPython, runAtTerminal } from '../../support/pty.ts';
import { openIo } from '../../support/run-main.ts';

const proposals: Proposals = {
  addresses: [{ kind: 'digitalocean-reserved-ip', ip: '203.0.113.10' }],
  interfaces: [{ device: 'eth1', ip: '10.10.0.2' }],
};

/** Somebody who takes what is proposed, but for some questions. */
function answering(
  given: Readonly<Record<string, string | readonly string[]>>,
): Questions & { readonly refused: string[] } {
  const left = new Map(Object.entries(given).map(([key, value]) => [key, [value].flat()]));
  const answerTo = (message: string): string | undefined => {
    const key = [...left.keys()].find((part) => message.includes(part));
    return key === undefined ? undefined : left.get(key)?.shift();
  };
  const refused: string[] = [];
  return {
    refused,
    async select({ message, options, initial }) {
      const answer = answerTo(message);
      const found = options.find(({ value }) => value === (answer ?? initial)) ?? options[0];
      if (found === undefined) throw new Error('There is nothing to choose from');
      return found.value;
    },
    async text({ message, initial = '', whyNot }) {
      const answer = answerTo(message) ?? initial;
      const why = whyNot?.(answer);
      if (why === undefined) return answer;
      refused.push(`${message}: ${why}`);
      return answerTo(message) ?? '';
    },
    confirm: async (message, byDefault) => (answerTo(message) ?? String(byDefault)) === 'true',
  };
}

describe('the dialog of floatip init', () => {
  it('asks for what the options would say', async () => {
    const questions = answering({ 'other host': ['lb2', '10.10.0.3'] });
    const options = await askForPair({ questions, proposals, facts: await kindFacts(allClouds()) });
    expect(questions.refused).toEqual(['Private IP of the other host: This is no IP']);
    expect(commandLine(options)).toBe(
      'floatip init --topology single --address digitalocean-reserved-ip:203.0.113.10 --interface eth1 --self 10.10.0.2 --peer 10.10.0.3 --check nginx --by both --detect balanced --write floatip-pair',
    );
    expect((await planOf(options, allClouds())).instances).toHaveLength(1);
  });

  it('asks for an address for each of two masters, and for the IP that is announced', async () => {
    const questions = answering({
      'work?': 'two-masters',
      'Which kind': ['tencent-havip', 'tencent-havip'],
      'IP or id': ['havip-9o233uri', '10.10.0.98'],
      'keepalived announces': '10.10.0.99',
      'other host': '10.10.0.3',
      'has to be well': ['ftp', 'tcp:53'],
      Folder: 'my pair',
    });
    const options = await askForPair({ questions, proposals, facts: await kindFacts(allClouds()) });
    expect(options.address).toEqual([
      'tencent-havip:havip-9o233uri,ip=10.10.0.99',
      'tencent-havip:10.10.0.98',
    ]);
    expect(options.check).toBe('tcp:53');
    expect(commandLine(options)).toContain("--write 'my pair'");
    expect((await planOf(options, allClouds())).instances).toHaveLength(2);
  });

  it('proposes what the metadata services list, whichever cloud it is', async () => {
    const clock = new FakeClock();
    const world = startInProcessCloud(clock);
    const { io } = openIo({ clock, world, node: '111' });
    const config = await loadConfig({ path: '/dev/null', env: io.env });
    const { addresses } = await clock.run(proposalsFor(config, io));
    expect(addresses).toContainEqual({ kind: 'digitalocean-reserved-ip', ip: '203.0.113.10' });
    const hanging: HttpAdapter = ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener?.('abort', () => reject(new Error('canceled')));
      });
    const from = clock.now();
    const { addresses: none } = await clock.run(proposalsFor(config, { ...io, adapter: hanging }));
    expect({ none, waitedMs: clock.now() - from }).toEqual({ none: [], waitedMs: 1500 });
  });

  it('proposes the private network first', () => {
    const v4 = { family: 'IPv4', internal: false };
    const all = {
      lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }],
      eth0: [
        { address: '198.51.100.7', ...v4 },
        { address: '10.17.0.5', ...v4 },
      ],
      eth1: [
        { address: '10.10.0.2', ...v4 },
        { address: 'fe80::1', family: 'IPv6', internal: false },
      ],
    };
    expect(interfacesIn(all)).toEqual([
      { device: 'eth1', ip: '10.10.0.2' },
      { device: 'eth0', ip: '10.17.0.5' },
      { device: 'eth0', ip: '198.51.100.7' },
    ]);
  });
});

describe.skipIf(!hasPython)('floatip init at a terminal', () => {
  // Nobody answers there, so that nothing waits.
  const none = 'http://127.0.0.1:9';
  const env = {
    FLOATIP_CONFIG: '/dev/null',
    FLOATIP_DIGITALOCEAN_METADATA: none,
    FLOATIP_TENCENT_METADATA: none,
  };

  it('asks, and leaves with Ctrl-C', { timeout: 60_000 }, async () => {
    const question = 'How is the pair to work?';
    const { code, screen } = await runAtTerminal(['init'], { question, answer: '\u0003', env });
    expect(screen).toContain('Called off: nothing was written');
    expect({ code, isBug: screen.includes('bug') }).toEqual({ code: 130, isBug: false });
  });
});
