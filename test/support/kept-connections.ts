import type { InProcessCloud } from './in-process-cloud.ts';

/** The same cloud, each request to which goes out on a connection that has been used before. */
export function onKeptConnections(world: InProcessCloud): InProcessCloud {
  return {
    ...world,
    adapter: (config, attempt) =>
      world.adapter(config, { ...attempt, beforeSend: () => attempt.beforeSend(true) }),
  };
}
