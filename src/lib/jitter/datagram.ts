/**
 * What measures a trip: 16 bytes there, and 16 bytes back, so that nobody makes more of less. An answer begins
 * with another word, so that two hosts never answer each other's answers.
 *
 *     4 bytes    8 bytes                         4 bytes
 *     word       which measurement (nonce)       which trip of it
 */
const question = Buffer.from('fip?');
const answer = Buffer.from('fip!');

export const nonceBytes = 8;
const tripAt = question.length + nonceBytes;
const datagramBytes = tripAt + 4;

export function questionOf(nonce: Buffer, trip: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(trip);
  return Buffer.concat([question, nonce, number]);
}

/** Nothing where it is no question. */
export function answerTo(datagram: Buffer): Buffer | undefined {
  if (!isOf(question, datagram)) return undefined;
  return Buffer.concat([answer, datagram.subarray(answer.length)]);
}

/** Of which trip it is the answer; nothing where it is none to this measurement. */
export function tripAnsweredBy(datagram: Buffer, nonce: Buffer): number | undefined {
  if (!isOf(answer, datagram) || !datagram.subarray(answer.length, tripAt).equals(nonce)) {
    return undefined;
  }
  return datagram.readUInt32BE(tripAt);
}

function isOf(word: Buffer, datagram: Buffer): boolean {
  return datagram.length === datagramBytes && datagram.subarray(0, word.length).equals(word);
}
