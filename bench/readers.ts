import { get } from 'node:http';

/**
 * Reads what a watcher's page is told, from a process of its own: `readers.ts URL COUNT SLOW`. Of so many
 * readers, some read nothing at all. Says `reading` once all are there.
 */

const [url = '', count = '0', slow = '0'] = process.argv.slice(2);

/** One after the other: of many that come at once, the watcher lets the oldest go. */
function open(number: number): void {
  const request = get(`${url}/events`, { agent: false }, (response) => {
    if (response.statusCode !== 200) throw new Error(`It answers ${response.statusCode}`);
    if (number <= Number(slow)) response.pause();
    else response.resume();
    if (number === Number(count)) console.log('reading');
    else open(number + 1);
  });
  // The watcher lets go of those who take nothing for too long.
  request.on('error', () => undefined);
}

open(1);
