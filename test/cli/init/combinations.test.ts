import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, it } from 'vitest';

import { topologies, ways } from '../../../src/cli/init/choices.ts';
import { filesOf } from '../../../src/cli/init/files.ts';
import { kindFacts } from '../../../src/cli/init/kind-facts.ts';
import { packagedHook } from '../../../src/cli/init/package-hooks.ts';
import { planOf } from '../../../src/cli/init/plan-of.ts';
import type { SetUpOptions } from '../../../src/cli/init/set-up-options.ts';
import { detections } from '../../../src/core/detection.ts';
import { allClouds } from '../../support/clouds.ts';
import { keepalivedHost } from '../../support/keepalived-host.ts';
import { canTestConfigs, inOwnEtc } from '../../support/own-etc.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';
import { token } from '../../support/token.ts';
import { exampleAddresses } from './example-addresses.ts';

const kinds = [...(await kindFacts(allClouds())).keys()];
const checks = [undefined, 'nginx', 'haproxy', 'tcp:443', 'http://127.0.0.1/healthz?a=1&b=2'];
const pair = { self: '10.10.0.2', peer: '10.10.0.3', interface: 'eth0' };

interface Combination {
  readonly name: string;
  readonly options: SetUpOptions;
}

/** Every one of topology, way, check and kind; the other options take turns. */
function combinations(): readonly Combination[] {
  const all = topologies.flatMap((topology) =>
    ways.flatMap((by) =>
      checks.flatMap((check) => kinds.map((kind) => ({ topology, by, check, kind }))),
    ),
  );
  return all.map(({ topology, by, check, kind }, index) => {
    const [first, second] = exampleAddresses[kind] ?? ['', ''];
    const instances = topology === 'two-masters' ? ["O'Brien", 'VI 2'] : ['VI 1'];
    return {
      name: [topology, by, check ?? 'nothing', kind].join(' '),
      options: {
        ...pair,
        ...(index % 3 === 0 ? { self: 'fd00::2', peer: 'fd00::3' } : {}),
        topology,
        by,
        ...(check === undefined ? {} : { check }),
        address: topology === 'two-masters' ? [first, second] : [first],
        detect: detections[index % detections.length] ?? 'safe',
        ...(index % 2 === 0 ? { vip: ['10.10.0.90'] } : {}),
        ...(index % 4 < 2 ? { instance: instances } : {}),
      },
    };
  });
}

describe('floatip init, in every combination of its options', () => {
  it('knows examples of all kinds', () => {
    expect(Object.keys(exampleAddresses).toSorted()).toEqual(kinds.toSorted());
  });

  // A busy machine takes several times as long.
  const patience = { timeout: 180_000 };

  it.skipIf(!canTestConfigs)('writes what keepalived takes', patience, async () => {
    const folder = temporaryFolder();
    for (const [index, { options }] of combinations().entries()) {
      const plan = await planOf(options, allClouds());
      // The other host has its mirror image.
      const [conf] = filesOf(plan, index % 2 === 0 ? 0 : 1, packagedHook);
      writeFileSync(join(folder, `${index}.conf`), conf?.text ?? '');
      const broken = conf?.text.replace('advert_int', 'advert_interval') ?? '';
      if (index === 0) writeFileSync(join(folder, 'broken.conf'), broken);
    }
    const hooks = `${resolve('hooks/keepalived-notify')} ${resolve('hooks/check-service')}`;
    const complaints = inOwnEtc(`
      cp ${hooks} /etc/floatip/
      cd ${folder}
      for conf in *.conf; do
        keepalived --config-test=$conf.log --use-file "$conf" && [ ! -s $conf.log ] && continue
        echo "$conf: $(cat $conf.log)"
      done`);
    expect(complaints).toMatch(/^broken.conf: .*Unknown keyword 'advert_interval'.*\n$/);
  });

  it('writes what floatip takes', patience, async () => {
    const folder = temporaryFolder();
    const tokenFile = temporaryFile('do_token', token);
    const host = keepalivedHost();
    for (const [index, { name, options }] of combinations().entries()) {
      const plan = await planOf(options, allClouds());
      const own = join(folder, String(index));
      mkdirSync(own);
      const [, config] = filesOf(plan, index % 2 === 0 ? 1 : 0, packagedHook);
      const path = join(own, 'config.yaml');
      const text = (config?.text ?? '').replaceAll(
        /\/etc\/floatip\/\w+_(?:token|credential_id|credential_secret)\b/g,
        tokenFile,
      );
      writeFileSync(path, text, { mode: 0o644 });
      const run = await host.run(`config check -c ${path}`);
      const told = run.stderr.replaceAll(/^.*this host has no such interface.*\n/gm, '');
      expect({ name, code: run.code, told }).toEqual({ name, code: 0, told: '' });
    }
  });
});
