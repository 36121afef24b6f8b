import type { EmptyHost } from './host.ts';

const calls = '/tmp/systemctl.calls';

/** A host on which systemd seems to run, and a watcher under it. It only notes what it is asked for. */
export const standInForSystemd = `
mkdir -p /run/systemd/system
cat >/usr/bin/systemctl <<'END'
#!/bin/sh
echo "$*" >>${calls}
END
chmod 755 /usr/bin/systemctl`;

/** Since the last time. */
export function callsOfSystemd(host: EmptyHost): readonly string[] {
  return host.run(`cat ${calls}; rm ${calls}`).trim().split('\n');
}
