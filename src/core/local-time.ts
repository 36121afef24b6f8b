/** The day as ISO 8601 has it, in the time zone of this host. */
export function dayOf(ms: number): string {
  const date = new Date(ms);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map(twoDigits);
  return `${date.getFullYear()}-${month}-${day}`;
}

/** The time of day, with how far the clocks of this host were from UTC then, in summer as in winter. */
export function timeOf(ms: number): string {
  const date = new Date(ms);
  const minutes = -date.getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map(twoDigits);
  return `${date.toTimeString().slice(0, 8)}${minutes < 0 ? '-' : '+'}${hours}:${rest}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
