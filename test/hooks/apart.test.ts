import { describe, expect, it } from 'vitest';

import { hookHost } from '../support/hook.ts';
import { canMount, privateHost } from '../support/private-host.ts';
import { startServedCloud } from '../support/served-cloud.ts';

/** Hooks that cannot get at the folders of their host: in sandboxes of systemd, and as other users. */

if (!canMount) console.log('hooks in sandboxes are not tried: this needs root');

const readOnly = `
for folder in /run /var/lib; do mount --bind $folder $folder; mount -o remount,bind,ro $folder; done
`;

const privateTmp = `
mkdir -p /tmp/systemd-private-0a1b-keepalived.service-Xy1z/tmp
mount --bind "$FOLDER" /mnt/kept
mount --bind /tmp/systemd-private-0a1b-keepalived.service-Xy1z/tmp /tmp
mkdir -p "$FOLDER"
mount --bind /mnt/kept "$FOLDER"
`;

const noTmp =
  'mount --bind /tmp /tmp; mount -o remount,bind,ro /tmp; mount --bind /mnt/kept "$FOLDER"';

const hook =
  'env -i $VARIABLES FLOATIP="$FLOATIP" PATH="$FOLDER:$PATH" "$HOOK" --config "$CONFIG" INSTANCE VI_1 MASTER 200';

/** What root then gets to know, as cron or at a terminal. */
const ask = `
for command in reconcile status history; do
  code=0
  "$FLOATIP" $command --config "$CONFIG" >"$FOLDER/$command.out" 2>"$FOLDER/$command.err" || code=$?
  echo $code >"$FOLDER/$command.code"
done
`;

const logger = `printf '#!/bin/sh\\necho "$*" >>"%s/syslog"\\n' "$FOLDER" >"$FOLDER/logger"; chmod 755 "$FOLDER/logger"; : >"$FOLDER/syslog"; chmod 666 "$FOLDER/syslog"\n`;

interface Place {
  readonly where: string;
  /** Mounts of the hook alone. */
  readonly sandbox?: string;
  readonly as?: string;
  readonly variables?: string;
  /** What the hook says in syslog. */
  readonly said: RegExp;
  /** What root is told. */
  readonly told: RegExp;
}

const places: readonly Place[] = [
  {
    where: 'ProtectSystem=strict',
    sandbox: readOnly,
    said: /\/run\/floatip cannot be written here \(EROFS\).*ReadWritePaths=\/run\/floatip \/var\/lib\/floatip/,
    told: /were told of VI_1 and keep it in \/tmp\/floatip-0, .*ReadWritePaths=\/run\/floatip/,
  },
  {
    where: 'ProtectSystem=strict and PrivateTmp=yes',
    sandbox: readOnly + privateTmp,
    said: /EROFS/,
    told: /keep it in \/tmp\/systemd-private-0a1b-keepalived\.service-Xy1z\/tmp\/floatip-0, /,
  },
  {
    where: 'script_user nobody',
    as: 'setpriv --reuid=65534 --regid=65534 --clear-groups',
    said: /\/run\/floatip cannot be written here \(EACCES\).*chown -R 65534/,
    told: /Hooks of user 65534 .* keep it in \/tmp\/floatip-65534, .*chown -R 65534/,
  },
  {
    where: 'a unit with a RuntimeDirectory of its own',
    variables: 'RUNTIME_DIRECTORY=/run/keepalived',
    said: /RUNTIME_DIRECTORY of the unit that started this is \/run\/keepalived.*FLOATIP_RUNTIME_DIR=\/run\/floatip/,
    told: /keep it in \/run\/keepalived, /,
  },
];

/** A hook in such a place; the token is its user's meanwhile. */
function hookIn({ sandbox = '', as, variables = '' }: Place): string {
  const own = `${sandbox}\nexec ${as ?? ''} ${hook}`;
  return `
chown ${as === undefined ? 0 : 65_534} "$FOLDER/token"
${logger}VARIABLES='${variables}' unshare --mount sh -c '${own}' </dev/null >/dev/null 2>&1 || echo $? >"$FOLDER/hook.code"
chown 0 "$FOLDER/token"
`;
}

describe.skipIf(!canMount)('a hook under', () => {
  it.each(places)('$where says where it keeps things, and root is told', async (place) => {
    const served = await startServedCloud();
    const { config } = hookHost(served);
    const host = privateHost({ config });
    await host.run(`${hookIn(place)}${ask}`);
    served.cloud.digitalocean.settle();
    expect(served.cloud.digitalocean.reservedIps.get('203.0.113.10')?.droplet).toBe(222);
    expect(host.file('syslog')).toMatch(place.said);
    for (const command of ['reconcile', 'status', 'history']) {
      expect(host.file(`${command}.err`), command).toMatch(place.told);
    }
    expect(host.file('reconcile.code')).toBe('3\n');
  });

  it('script_user nobody with a token of root says both, and root is told', async () => {
    const host = privateHost(hookHost(await startServedCloud()));
    const as = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
    const place = hookIn({ where: '', as, said: /./, told: /./ });
    await host.run(`${place.replace('chown 65534', 'chown 0')}${ask}`);
    expect(host.file('syslog')).toMatch(
      /token.*\n.*\/run\/floatip cannot be written here \(EACCES\)/,
    );
    expect(host.file('reconcile.err')).toMatch(/Hooks of user 65534 .*chown -R 65534/);
    expect(host.file('reconcile.code')).toBe('3\n');
  });

  it('ProtectSystem=strict without a /tmp of its own says so in syslog, its only place', async () => {
    const served = await startServedCloud();
    const host = privateHost(hookHost(served));
    await host.run(hookIn({ where: '', sandbox: readOnly + noTmp, said: /./, told: /./ }));
    expect(host.file('syslog')).toMatch(/no folder for this user to keep its state in/);
  });

  it('none of these is told where nothing is apart, or is put right', async () => {
    const served = await startServedCloud();
    const host = privateHost(hookHost(served));
    const [place] = places;
    const before = place === undefined ? '' : hookIn(place);
    await host.run(`${before}${hook} </dev/null >/dev/null 2>&1\n${ask}`);
    expect(host.file('reconcile.err') + host.file('status.err') + host.file('history.err')).toBe(
      '',
    );
    expect(host.file('reconcile.code')).toBe('0\n');
  });
});

const fake = (folder: string, event: string): string =>
  `boot=$(cut -c1-8 /proc/sys/kernel/random/boot_id); mkdir -p ${folder}/$boot/events/VI_1; : >${folder}/$boot/events/VI_1/${event}\n`;

/** By a process that is called keepalived, for as long as the script takes. */
const keepalived = (way: string, mounts: string): string => `
${way} sh -c '${mounts}
exec bash -c "exec -a keepalived sleep 60"' </dev/null >/dev/null 2>&1 &
other=$!
until tr '\\0' ' ' </proc/$other/cmdline | grep -q '^keepalived'; do sleep 0.01; done
`;

describe.skipIf(!canMount)('a keepalived', () => {
  it('whose mounts are its own is looked into', async () => {
    const host = privateHost(hookHost(await startServedCloud()));
    const mounts = `mount -t tmpfs tmpfs /tmp\nmount -t tmpfs tmpfs /run\n${fake('/run/floatip', '9-9-MASTER')}`;
    await host.run(`${keepalived('unshare --mount', mounts)}${ask}kill $other\n`);
    expect(host.file('reconcile.err')).toMatch(
      /keep it in \/proc\/\d+\/root\/run\/floatip, .*mount both into its container/,
    );
  });

  it('of another name is looked into as well, as it speaks VRRP', async () => {
    const host = privateHost(hookHost(await startServedCloud()));
    const open = 'socket(my $one, 2, 3, 112) or die; $| = 1; print "\\n"; sleep 60';
    const mounts = `mount -t tmpfs tmpfs /run\n${fake('/run/floatip', '9-9-MASTER')}`;
    await host.run(`mkfifo "$FOLDER/open"
unshare --mount sh -c '${mounts}
exec perl -e "$1"' sh '${open}' </dev/null >"$FOLDER/open" 2>/dev/null &
other=$!
read -r _ <"$FOLDER/open"
${ask}kill $other\n`);
    expect(host.file('reconcile.err')).toMatch(/keep it in \/proc\/\d+\/root\/run\/floatip, /);
  });

  it('whose environment names another folder is looked into', async () => {
    const host = privateHost(hookHost(await startServedCloud()));
    await host.run(
      `${fake('/var/lib/other', '9-9-MASTER')}${keepalived('env FLOATIP_RUNTIME_DIR=/var/lib/other', '')}${ask}kill $other\n`,
    );
    expect(host.file('status.err')).toMatch(/keep it in \/var\/lib\/other, /);
  });
});

describe.skipIf(!canMount)('a folder that anybody may have made', () => {
  it('is told of with its owner, and nothing in it is believed', async () => {
    const served = await startServedCloud();
    const host = privateHost(hookHost(served));
    await host.run(
      `${fake('/tmp/floatip-1234', '1-1-MASTER')}chown -R 1234 /tmp/floatip-1234\n${ask}`,
    );
    expect(host.file('reconcile.err')).toMatch(/user 1234 .* \/tmp\/floatip-1234/);
    expect(host.file('status.out')).not.toContain('MASTER');
    expect(served.cloud.received.list().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it.each([
    ['is a link', 'mkdir /tmp/x; ln -s /tmp/x /tmp/floatip-1234\n' + fake('/tmp/x', '1-1-MASTER')],
    ['has no events that can be read', fake('/tmp/floatip-1234', 'x')],
    ['is a FIFO', 'mkfifo /tmp/floatip-1234\n'],
    [
      'is of another boot',
      'mkdir -p /tmp/floatip-1234/00000000/events/VI_1; : >/tmp/floatip-1234/00000000/events/VI_1/1-1-MASTER\n',
    ],
    [
      'is about what nobody follows',
      'mkdir -p /tmp/floatip-1234/$(cut -c1-8 /proc/sys/kernel/random/boot_id)/events/VI_2\n',
    ],
  ])('is passed over where it %s', async (_what, make) => {
    const host = privateHost(hookHost(await startServedCloud()));
    await host.run(`${make}${ask}`);
    expect(host.file('reconcile.err')).toBe('');
    expect(host.file('reconcile.code')).toBe('0\n');
  });
});
