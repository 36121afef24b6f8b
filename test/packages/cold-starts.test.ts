import { basename } from 'node:path';

import { describe, expect, it } from 'vitest';

import { canInstall, emptyHost, packed } from './host.ts';
import { configure, startCloud } from './pair.ts';

/** A hook that keepalived runs as somebody who may write nearly nowhere, a hundred times, and all that it asked for. */

const starts = 100;
const dist = '/usr/lib/floatip/dist';

const traced =
  'open,openat,creat,mkdir,mkdirat,mknod,mknodat,unlink,unlinkat,rmdir,rename,renameat,renameat2,link,linkat,' +
  'symlink,symlinkat,truncate,chmod,fchmodat,chown,lchown,fchownat';

const asHook = `
useradd --system --no-create-home keepalived_script
systemd-tmpfiles --create /usr/share/floatip/floatip.tmpfiles
chown root:keepalived_script /etc/floatip/do_token
chmod 640 /etc/floatip/do_token
chmod 755 /etc/floatip
chmod 644 /etc/floatip/config.yaml
mkdir -m 777 /tmp/traces
umask 0177
cd /
for start in $(seq ${starts}); do
  setpriv --reuid keepalived_script --regid keepalived_script --clear-groups \\
    strace --seccomp-bpf -f -qq -y -e trace=${traced} -o /tmp/traces/$start \\
    /etc/floatip/keepalived-notify INSTANCE VI_1 MASTER 200 </dev/null >/dev/null 2>&1
done
for trace in /tmp/traces/*; do echo '=='; cat $trace; done`;

interface Call {
  readonly line: string;
  readonly name: string;
  readonly path: string;
}

describe.skipIf(!canInstall)('a hundred cold starts of an unprivileged hook', () => {
  it('take what V8 compiled, and try to write nowhere else', { timeout: 1_200_000 }, async () => {
    const host = await emptyHost('bookworm');
    host.run(`dpkg --force-unsafe-io -i ${packed('here', 'amd64.deb')}`);
    host.run(configure);
    host.run(startCloud);
    const [, ...traces] = host.run(asHook).split('==\n');
    expect(traces).toHaveLength(starts);
    for (const trace of traces) {
      const asked = callsIn(trace).filter(
        ({ path }) => path.startsWith(`${dist}/`) && path.includes('.cache'),
      );
      expect(asked.map(packOf).toSorted()).toEqual(['digitalocean', 'first', 'later', 'rest']);
      // What is not there, or not taken, would be replaced, by way of a draft beside it.
      expect(asked.filter((call) => isWrite(call) || !/ = \d+</.test(call.line))).toEqual([]);
    }

    const writes = traces.flatMap(callsIn).filter(isWrite);
    expect(writes.length).toBeGreaterThan(starts);
    const allowed = /^(?:\/run\/floatip|\/var\/lib\/floatip)(?:\/|$)|^\/dev\/(?:null|tty)$/;
    expect(writes.filter(({ path }) => !allowed.test(path)).map(({ line }) => line)).toEqual([]);
    expect(host.run('floatip status')).toMatch(/web .*ok/);
  });
});

const cacheName = /^floatip\.(?:([a-z]+)\.)?[0-9a-f]{12}\.v24\..*\.takeover\.cache$/;

/** `floatip.digitalocean.5b649c66f451.v24.22.3.x64.takeover.cache`; what has no such name is no pack's. */
function packOf({ path }: Call): string {
  const [, pack = 'first'] = cacheName.exec(basename(path)) ?? [path, path];
  return pack;
}

/**
 * `12 openat(AT_FDCWD</>, "/proc/self/fd/20/journal.jsonl", O_RDWR) = 21</var/lib/floatip/journal.jsonl>`. What is
 * named by way of a folder that is open has the path of that folder.
 */
function callsIn(trace: string): readonly Call[] {
  const folders = new Map<string, string>();
  const calls: Call[] = [];
  for (const line of wholeLines(trace)) {
    const [, name, named] = /^\d+ +(\w+)\((?:[\w-]+(?:<[^>]*>)?, )?"([^"]*)"/.exec(line) ?? [];
    if (name === undefined || named === undefined) continue;
    const path = named.replace(/^\/proc\/self\/fd\/(\d+)/, (whole, fd) => folders.get(fd) ?? whole);
    calls.push({ line, name, path });
    const [, fd, opened] = / = (\d+)<(.*)>$/.exec(line) ?? [];
    if (fd !== undefined && opened !== undefined) folders.set(fd, opened);
  }
  return calls;
}

/** A call of one thread during which another began has two lines: `openat("a" <unfinished ...>`, `<... openat resumed>) = 3`. */
function wholeLines(trace: string): readonly string[] {
  const begun = new Map<string, string>();
  const lines: string[] = [];
  for (const line of trace.split('\n')) {
    const [thread = ''] = line.split(' ');
    const [, before] = /^(.*) <unfinished \.\.\.>$/.exec(line) ?? [];
    const [, after] = /^\d+ +<\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    if (before !== undefined) begun.set(thread, before);
    else lines.push(after === undefined ? line : `${begun.get(thread)}${after}`);
  }
  return lines;
}

function isWrite({ name, line }: Call): boolean {
  return name.startsWith('open') ? /O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(line) : true;
}
