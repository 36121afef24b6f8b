import { ip } from './ip.ts';

/** Keeps the two hosts from hearing each other; the cloud and the client still reach both. */
export function separateHosts(): void {
  isolate('on');
}

export function joinHosts(): void {
  isolate('off');
}

/** The port of lb2 is isolated anyway, which means nothing as long as it is the only one. */
function isolate(state: 'on' | 'off'): void {
  ip(['link', 'set', 'lb1', 'type', 'bridge_slave', 'isolated', state]);
}
