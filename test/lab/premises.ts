import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { Detection } from '../../src/core/detection.ts';
import { testCertificate } from '../support/certificate.ts';
import { token } from '../support/token.ts';
import type { EventPath } from './event-path.ts';
import type { CloudPace } from './pace.ts';
import type { Scenario } from './scenario.ts';

/** The folder of a lab, and what its hosts share in it. */
export interface Premises {
  readonly labId: string;
  readonly scenario: Scenario;
  readonly hook: string;
  readonly check: string;
  readonly tokenFile: string;
  /** Whom floatip is to trust, where the cloud's API has a certificate of the lab. */
  readonly authorities: string | undefined;
  /** Everything that the run leaves behind: no secret may show up in it. */
  readonly traces: string;
  /** Whether floatip is told to ask the interface as well. */
  readonly vip: boolean;
  readonly by: EventPath;
  readonly pace: CloudPace;
  /** How often the watcher looks. Seconds. */
  readonly intervalS: number;
  /** How soon keepalived misses a host, as `floatip init --detect` has it; without it, within 0.4 s. */
  readonly detect: Detection | undefined;
  /** Where `floatip init` has written the files of the hosts; without it, they are written by hand. */
  readonly made: string | undefined;
}

const usualPace: CloudPace = { answerMs: 0, moveMs: 20 };
/** Shorter than floatip's own, so that no round waits long for what only a look can tell. */
const usualIntervalS = 5;

export type Furnishing = Pick<Premises, 'scenario' | 'vip' | 'by'> & {
  readonly folder?: string;
  readonly pace?: CloudPace;
  readonly intervalS?: number;
  readonly detect?: Detection;
  /** Whether `floatip init` writes the files of the hosts. */
  readonly isMadeByInit?: boolean;
};

/** keepalived takes whatever does not answer on its port for dead, be it that it lets one connect. */
const check = `#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/80 && printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 2 <&3
`;

/**
 * The same through nginx, of what is behind it: nobody answers where either of both is dead or hangs. bash takes a
 * byte at a time, with which the rest of a datagram is gone.
 */
const udpCheck = `#!/bin/bash
exec 3<>/dev/udp/127.0.0.1/53 && printf 'check\\n' >&3 && read -r -t 2 -N 1 <&3
`;

const floatipHook = 'hooks/keepalived-notify';
const recipe = ['bench/recipe/master.sh', 'bench/recipe/assign_ip.py'] as const;

/**
 * keepalived refuses scripts in folders that others than root may write to. A checkout may well be in
 * one, so they are installed elsewhere: for an operator that is /etc/floatip.
 */
export function folderOf(labId: string): string {
  return `/run/${labId}`;
}

export function furnish(labId: string, options: Furnishing): Premises {
  const { scenario, vip, by, folder = folderOf(labId), pace = usualPace } = options;
  const { intervalS = usualIntervalS, isMadeByInit = false } = options;
  const at = (name: string): string => join(folder, name);
  const premises: Premises = {
    labId,
    scenario,
    hook: at(basename(by === 'recipe' ? recipe[0] : floatipHook)),
    check: at('check-web'),
    tokenFile: at('do_token'),
    authorities: scenario.vendor.isFronted === true ? at('ca.pem') : undefined,
    traces: at('traces'),
    vip,
    by,
    pace,
    intervalS,
    detect: options.detect,
    made: isMadeByInit ? at('made') : undefined,
  };
  mkdirSync(folder, { mode: 0o700, recursive: true });
  mkdirSync(premises.traces);
  for (const name of by === 'recipe' ? recipe : [floatipHook])
    copyFileSync(name, at(basename(name)));
  writeFileSync(premises.check, scenario.serves === 'udp' ? udpCheck : check, { mode: 0o755 });
  writeFileSync(premises.tokenFile, token, { mode: 0o600 });
  writeFileSync(at('ca.pem'), testCertificate);
  return premises;
}
