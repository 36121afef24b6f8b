import type { CheckId } from '../../../../src/ports/check-ids.ts';
import type { CheckStatus } from '../../../../src/ports/check.ts';
import { said } from '../../../support/doctor.ts';
import type { Patient, PatientOptions } from '../../../support/doctor.ts';

/** Something that is wrong with a host, what doctor has to say of it, and what mends it. */
export interface Fault {
  readonly what: string;
  readonly id: CheckId;
  readonly status: CheckStatus;
  /** What the detail names. */
  readonly says: string | RegExp;
  /** What the fix tells to do. */
  readonly fix: string | RegExp;
  readonly host?: PatientOptions;
  plant(host: Patient): void;
  /** Does what the fix says; without one, the fix is not to be done by a test. */
  mend?(host: Patient): void;
}

export const conf = 'etc/keepalived.conf';

/** A line of keepalived.conf that is another one, and is put right again. */
export function line(from: string, to: string): Pick<Fault, 'plant' | 'mend'> {
  let before = '';
  return {
    plant(host) {
      before = host.read(conf);
      host.change(conf, from, to);
    },
    mend: (host) => host.write(conf, before),
  };
}

export function file(
  name: string,
  from: string | RegExp,
  to: string,
): Pick<Fault, 'plant' | 'mend'> {
  let before = '';
  return {
    plant(host) {
      before = host.read(name);
      host.change(name, from, to);
    },
    mend: (host) => host.write(name, before),
  };
}

export function program(
  command: string,
  run: Patient['programs'][string],
): Pick<Fault, 'plant' | 'mend'> {
  return programs({ [command]: run });
}

export function programs(runs: Patient['programs']): Pick<Fault, 'plant' | 'mend'> {
  let before: Patient['programs'] = {};
  return {
    plant(host) {
      before = { ...host.programs };
      Object.assign(host.programs, runs);
    },
    mend(host) {
      for (const command of Object.keys(runs)) {
        const healthy = before[command];
        if (healthy !== undefined) host.programs[command] = healthy;
      }
    },
  };
}

export function mode(name: string, bad: number, good: number): Pick<Fault, 'plant' | 'mend'> {
  return { plant: (host) => host.chmod(name, bad), mend: (host) => host.chmod(name, good) };
}

export const missing = { ...said(''), code: undefined, error: 'ENOENT' };
