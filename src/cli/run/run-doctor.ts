import { diagnose } from '../../app/doctor/doctor.ts';
import type { Diagnosis } from '../../app/doctor/doctor.ts';
import { factsOfThisHost } from '../../app/doctor/host-facts.ts';
import type { HostFacts } from '../../app/doctor/host-facts.ts';
import { openSurroundings } from '../../app/doctor/open-surroundings.ts';
import { wantsColor } from '../../app/io.ts';
import type { Session } from '../../app/session.ts';
import { exitCodes } from '../../core/outcome.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Failure } from '../../ports/failure.ts';
import type { Context } from '../context.ts';
import { withSession } from '../open.ts';
import type { CommonOptions } from '../options.ts';
import { diagnosisLines } from '../print/diagnosis-lines.ts';
import { printJson } from '../print/print-report.ts';

export interface DoctorOptions extends CommonOptions {
  readonly json?: true;
  readonly as?: string;
  readonly keepalivedConf?: string;
  readonly peer: readonly string[];
}

/** Says what is wrong with the set-up, and what to do about it. Also where the config cannot be used. */
export async function runDoctor(
  options: DoctorOptions,
  { io, finish }: Context,
  facts: HostFacts = factsOfThisHost(),
): Promise<void> {
  const { as, keepalivedConf, peer: peers } = options;
  const look = async (session: Session | Failure): Promise<void> => {
    const surroundings = openSurroundings({ io, facts, session }, { as, keepalivedConf, peers });
    const diagnosis = await diagnose(surroundings, io.signal);
    print(diagnosis, options, io);
    finish(diagnosis.summary.fail === 0 ? exitCodes.ok : exitCodes.config);
  };
  let isOpen = false;
  const open = async (session: Session): Promise<void> => {
    isOpen = true;
    await look(session);
  };
  try {
    // What it would log is what it says.
    await withSession({ logLevel: 'silent', ...options }, io, open);
  } catch (error) {
    if (isOpen || !isFailure(error, 'config')) throw error;
    await look(error);
  }
}

function print(
  { checks, summary }: Diagnosis,
  { json, color }: DoctorOptions,
  io: Context['io'],
): void {
  if (json === true) {
    printJson({ checks, summary }, io);
    return;
  }
  const isColoured = color && wantsColor(io.stdout, io.env);
  io.stdout.write(diagnosisLines({ checks, summary }, isColoured));
}
