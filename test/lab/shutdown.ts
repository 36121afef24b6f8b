import type { Drill } from './drill.ts';

/** The old host does not answer any more, so that the client is without an answer until the move. */
export const shutdown: Drill = {
  name: 'shutdown',
  title: 'the master is shut down in order, its web server with keepalived',
  expected: 'lb2',
  async strike({ hosts: { lb1 } }) {
    await Promise.all([lb1.keepalived.stop(), lb1.web.stop()]);
  },
  async mend({ hosts: { lb1 } }) {
    await lb1.web.start();
    await lb1.keepalived.start();
  },
};
