import type { Drill } from './drill.ts';

/** The old host does not answer any more, so that the client is without an answer until the move. */
export const shutdown: Drill = {
  name: 'shutdown',
  title: 'the master is shut down in order, its web server with keepalived',
  ends: 'with partner',
  async strike({ victim }) {
    await Promise.all([victim.keepalived.stop(), victim.web.stop()]);
  },
  async mend({ victim }) {
    await victim.web.start();
    await victim.keepalived.start();
  },
};
