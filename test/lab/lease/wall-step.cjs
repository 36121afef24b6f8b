// Sets the wall clock of one process: what the file holds is added to it, in milliseconds. Timers and the
// monotonic clock go on as they are, as they do where somebody sets the clock of a host.
const { readFileSync } = require('node:fs');

const path = process.env.FLOATIP_LAB_CLOCK;
const RealDate = Date;
const offsetMs = () => {
  try {
    return Number(readFileSync(path, 'utf8')) || 0;
  } catch {
    return 0;
  }
};
const now = () => RealDate.now() + offsetMs();
class SteppedDate extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }
  static now() {
    return now();
  }
}
globalThis.Date = SteppedDate;
