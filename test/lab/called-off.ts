const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborted by the first signal that asks this process to end. From here on none of them ends it, however
 * often they come: it ends by itself once all is taken down.
 */
export function calledOffBySignals(): AbortSignal {
  const calledOff = new AbortController();
  for (const signal of signals) process.on(signal, () => calledOff.abort(new Error('Called off')));
  return calledOff.signal;
}

/** Inside the fabric: aborted when whoever built the network says so, or is gone. */
export function calledOffByParent(): AbortSignal {
  const calledOff = new AbortController();
  process.on('SIGINT', () => calledOff.abort(new Error('Called off')));
  process.on('disconnect', () => calledOff.abort(new Error('Left alone')));
  process.channel?.unref();
  return calledOff.signal;
}
