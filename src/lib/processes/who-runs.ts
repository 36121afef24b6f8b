import { readFileSync } from 'node:fs';

/** Whoever runs this process, as far as the system knows. */
export interface Runner {
  /** Who logged in. */
  readonly user: string;
  /** As whom it runs, where that is somebody else: after `sudo`, `doas` or `su`. */
  readonly as?: string;
  /** The terminal that it was started at, such as pts/3. */
  readonly tty?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Asks the kernel and /etc/passwd only: a name service may be as far away as the rest of the network. */
export function whoRuns(env: Environment): Runner {
  const as = nameOf(process.getuid?.() ?? 0);
  const user = env['SUDO_USER'] || env['DOAS_USER'] || loginName() || as;
  const tty = ownTerminal();
  return { user, ...(user === as ? {} : { as }), ...(tty === undefined ? {} : { tty }) };
}

/** The terminal that this process was started at; what its streams are may have been redirected. */
export function ownTerminal(): string | undefined {
  return terminalOf(read('/proc/self/stat'));
}

/** Who the audit of the kernel says has logged in, whatever that one has become since. */
function loginName(): string | undefined {
  const uid = Number(read('/proc/self/loginuid').trim() || NaN);
  return Number.isInteger(uid) && uid !== unset ? nameOf(uid) : undefined;
}

/** Of whoever did not log in: a service, or cron on some systems. */
const unset = 0xff_ff_ff_ff;

function nameOf(uid: number): string {
  for (const line of read('/etc/passwd').split('\n')) {
    const [name = '', , its] = line.split(':');
    if (its === String(uid)) return name;
  }
  return `uid ${uid}`;
}

/** As the kernel shows it in /proc/PID/stat. */
export function terminalOf(stat: string): string | undefined {
  // The second field is the program's name in brackets, and may hold blanks and brackets itself.
  const [, , , , device = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const number = Number(device);
  if (!(number > 0)) return undefined;
  const major = (number >> 8) & 0xf_ff;
  const minor = (number & 0xff) | ((number >> 12) & 0xf_ff_00);
  if (major === pseudoMajor) return `pts/${minor}`;
  if (major === consoleMajor) return minor < serial ? `tty${minor}` : `ttyS${minor - serial}`;
  return `terminal ${major}:${minor}`;
}

/** Documentation/admin-guide/devices.txt of Linux. */
const pseudoMajor = 136;
const consoleMajor = 4;
const serial = 64;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
