import { giveBack, startNotify, startWatchedDroplet, timeToPost } from './watched-droplet.ts';

/** Milliseconds from the start of a hook that hands its event to a watcher to the request of that watcher. */
export async function timesOfHandOver(rounds: number): Promise<readonly number[]> {
  const droplet = await startWatchedDroplet();
  const times: number[] = [];
  try {
    // The first few only warm up.
    for (let round = -5; round < rounds; round += 1) {
      const ms = await timeToPost(droplet.served, () => startNotify(droplet.served, droplet.own));
      if (round >= 0) times.push(ms);
      await giveBack(droplet);
    }
  } finally {
    await droplet.close();
  }
  return times;
}
