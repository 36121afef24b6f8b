/**
 * Starts floatip once more, to send what people are to be told: in a session of its own and without a
 * terminal, so that nobody waits for it and it ends with nobody.
 */
export function startSender(config: string | undefined): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [, script = ''] = process.argv;
  const named = config === undefined ? [] : ['--config', config];
  const args = [...process.execArgv, script, 'alert', 'send', ...named];
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: 'ignore',
    env: ownEnvironment(process.env),
  });
  // Without processes or memory left, what waits is sent by whoever comes next.
  child.on('error', () => undefined);
  child.unref();
}

/** What was said to this process alone. */
const own = new Set(['FLOATIP_HOOK_PID', 'JOURNAL_STREAM', 'NOTIFY_SOCKET', 'WATCHDOG_USEC']);

function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.has(name)));
}
