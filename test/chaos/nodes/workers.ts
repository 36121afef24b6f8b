import { addressOf, isClean, lookOf } from './passage.ts';
import type { Passage } from './passage.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** Which processes of a node are in the middle of changing which address, as seen from outside. */
export class Workers {
  /** By address, the last write of each process that has not seen yet what came of it. */
  readonly #lastWrites = new Map<string, Map<SimulatedProcess, Passage>>();

  onSent(process: SimulatedProcess, passage: Passage): void {
    const ip = addressOf(passage);
    if (ip !== undefined && passage.request.method === 'POST') this.#on(ip).set(process, passage);
  }

  onAnswer(process: SimulatedProcess, passage: Passage): void {
    const look = lookOf(passage);
    if (look?.holder === process.host.id) this.#on(look.ip).delete(process);
  }

  /**
   * Those that have sent a write and are sure to go on with it. One that was refused may have left
   * the address by now.
   */
  on(ip: string): readonly SimulatedProcess[] {
    return [...this.#on(ip)].flatMap(([process, write]) => {
      const isUnanswered = write.answeredAtMs === undefined;
      return !process.isDead() && (isUnanswered || isClean(write)) ? [process] : [];
    });
  }

  #on(ip: string): Map<SimulatedProcess, Passage> {
    const known = this.#lastWrites.get(ip) ?? new Map<SimulatedProcess, Passage>();
    this.#lastWrites.set(ip, known);
    return known;
  }
}
