import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readingIn } from '../../../src/ports/provider.ts';
import {
  changeBy,
  movedBy,
  never,
  openGate,
  programs,
  readBy,
  shellProgram,
} from '../../support/program.ts';
import { temporaryFile, temporaryFolder } from '../../support/temporary.ts';

/** How programs are started, how long they may go on, and what ends with them. */

const held = `echo '{"readings":[{"name":"web","owner":"lb1"}]}'`;
const isGone = (pid: string): boolean => !existsSync(`/proc/${pid.trim()}/cwd`);

describe('a program', () => {
  it('gets one line, and what the config says of the address', async () => {
    const path = join(temporaryFolder(), 'input');
    const command = [shellProgram(`cat >${path}; ${held}`)];
    const address = { ...movedBy(command), with: { zone: 'b', deep: [1, { a: null }] } };
    await programs().read([address], never);
    expect(readFileSync(path, 'utf8')).toBe(
      '{"do":"read","addresses":[{"name":"web","ip":"203.0.113.10","with":{"zone":"b","deep":[1,{"a":null}]}}]}\n',
    );
    await programs()
      .apply({ do: 'assign', to: 'lb2', from: 'lb1' }, address, openGate())
      .catch(() => undefined);
    expect(readFileSync(path, 'utf8')).toMatch(
      /^\{"do":"assign","address":\{"name":"web",.*\},"to":"lb2"\}\n$/,
    );
    await programs()
      .apply({ do: 'unassign', from: 'lb2' }, address, openGate())
      .catch(() => undefined);
    expect(readFileSync(path, 'utf8')).toMatch(/^\{"do":"unassign",.*\},"from":"lb2"\}\n$/);
  });

  it('is asked once about all addresses that have its command', async () => {
    const path = temporaryFile('calls', '');
    const text = `cat >>${path}; echo '{"readings":[{"name":"a","owner":null},{"name":"b","owner":null}]}'`;
    const program = shellProgram(text);
    const other = shellProgram(held);
    const addresses = [movedBy([program], 'a'), movedBy([other], 'web'), movedBy([program], 'b')];
    const readings = await programs().read(addresses, never);
    const states = addresses.map((one) => readingIn(readings, one));
    expect(states).toMatchObject([
      { owner: { state: 'free' } },
      { owner: { node: 'lb1' } },
      { owner: { state: 'free' } },
    ]);
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('need not read what it gets, however much that is', async () => {
    const command = [shellProgram('exec 0<&-; echo \'{"readings":[]}\'')];
    const many = Array.from({ length: 3000 }, (_, at) => movedBy(command, `web${at}`));
    const readings = await programs().read(many, never);
    expect(readingIn(readings, many[2999]!)).toMatchObject({
      message: expect.stringContaining('it spoke nothing of web2999'),
    });
  });

  it('gets words as they are, without a shell, and runs in /', async () => {
    const path = join(temporaryFolder(), 'words');
    const program = shellProgram(`printf '%s\\n' "$@" "$PWD" >${path}; ${held}`);
    await programs().read([movedBy([program, '$HOME; x', '*'])], never);
    expect(readFileSync(path, 'utf8')).toBe('$HOME; x\n*\n/\n');
  });

  it('has its own secrets in its environment, and nothing that is meant for floatip', async () => {
    const env = {
      MY_CLOUD_TOKEN: 'mine',
      FLOATIP_CONFIG: '/etc/x',
      NODE_OPTIONS: '--x',
      NOTIFY_SOCKET: '/run/x',
      WATCHDOG_USEC: '1',
    };
    const path = join(temporaryFolder(), 'environment');
    await readBy(`env >${path}; ${held}`, { env });
    const names = readFileSync(path, 'utf8').match(/^\w+(?==)/gm);
    expect(names).toEqual(expect.arrayContaining(['MY_CLOUD_TOKEN', 'PATH']));
    for (const name of Object.keys(env).slice(1)) expect(names).not.toContain(name);
  });

  it('cannot get a secret into a message by printing it', async () => {
    const env = { MY_CLOUD_TOKEN: 'abcdefgh-12345678' };
    for (const text of [
      'echo "> Authorization: Bearer $MY_CLOUD_TOKEN" >&2; exit 22',
      'echo "sent $MY_CLOUD_TOKEN"',
      'echo "{\\"error\\":{\\"class\\":\\"busy\\",\\"message\\":\\"$MY_CLOUD_TOKEN\\"}}"',
    ]) {
      const { message } = (await readBy(text, { env })) as Error;
      expect(message).toContain('[redacted]');
      expect(message).not.toContain('12345678');
    }
  });

  it.each([
    ['is not there', () => '/nonexistent/my-cloud', 'ENOENT'],
    ['may not be executed', () => temporaryFile('my-cloud', held, 0o644), 'EACCES'],
    ['has no interpreter', () => temporaryFile('my-cloud', '#!/nonexistent\n', 0o755), 'ENOENT'],
  ])('that %s is for the operator to mend', async (_, path, errno) => {
    const address = movedBy([path()]);
    expect(readingIn(await programs().read([address], never), address)).toMatchObject({
      class: 'config',
      message: expect.stringContaining(`cannot be run: ${errno}`),
      hint: expect.stringContaining('ls -l'),
    });
  });
});

describe('what a program has started', () => {
  it('is killed with it when its time is up', async () => {
    const path = join(temporaryFolder(), 'pids');
    const text = `sleep 1000 & echo $$ $! >${path}; wait`;
    expect(await readBy(text, { requestMs: 1500 })).toMatchObject({
      class: 'transport',
      message: expect.stringContaining('it did not end within 1.5 s'),
    });
    const pids = readFileSync(path, 'utf8').split(' ');
    await expect.poll(() => pids.every(isGone), { timeout: 10_000 }).toBe(true);
    expect(await changeBy('sleep 1000', { requestMs: 300 })).toMatchObject({ class: 'ambiguous' });
  });

  it('ends with it, and keeps nobody waiting', async () => {
    const path = join(temporaryFolder(), 'pid');
    const found = await readBy(`sleep 1000 & echo $! >${path}; ${held}`);
    expect(found).toMatchObject({ owner: { node: 'lb1' } });
    const pid = readFileSync(path, 'utf8');
    await expect.poll(() => isGone(pid), { timeout: 10_000 }).toBe(true);
  });

  it('keeps nobody waiting beyond the time, where it has left the group', async () => {
    const path = join(temporaryFolder(), 'pid');
    const text = `setsid sh -c 'echo $$ >${path}; exec sleep 30' & while [ ! -s ${path} ]; do :; done; ${held}`;
    expect(await readBy(text, { requestMs: 3000 })).toMatchObject({ class: 'transport' });
    process.kill(Number(readFileSync(path, 'utf8')), 'SIGKILL');
  });

  it('is killed when the address is no longer to come here', async () => {
    const path = join(temporaryFolder(), 'pid');
    const address = movedBy([shellProgram(`echo $$ >${path}; exec sleep 1000`)]);
    const unwanted = new AbortController();
    const step = { do: 'assign', to: 'lb2', from: null } as const;
    const change = programs().apply(step, address, openGate(unwanted.signal));
    const isWritten = (): boolean => existsSync(path) && readFileSync(path, 'utf8') !== '';
    await expect.poll(isWritten, { timeout: 10_000 }).toBe(true);
    unwanted.abort(new Error('no longer wanted'));
    await expect(change).rejects.toThrow('no longer wanted');
    await expect.poll(() => isGone(readFileSync(path, 'utf8')), { timeout: 10_000 }).toBe(true);
  });
});
