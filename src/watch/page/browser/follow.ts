import { ageText } from '../age-text.ts';
import { found } from './found.ts';
import type { Trees } from './patch.ts';

/** The watcher says something at least every ten seconds. */
const silenceMs = 25_000;
const againMs = 3000;
const lookMs = 1000;

/** Hears from the watcher what has changed, for as long as the page is open, and says whether it does. */
export function follow(onTrees: (trees: Trees) => void): void {
  let source: EventSource | undefined;
  let heardAt = performance.now();
  let askedAt = -Infinity;
  const ask = (): void => {
    source?.close();
    askedAt = performance.now();
    source = new EventSource('events');
    source.addEventListener('parts', ({ data }: MessageEvent<string>) => {
      onTrees(JSON.parse(data));
      hear();
    });
    source.addEventListener('beat', hear);
  };
  const hear = (): void => {
    heardAt = performance.now();
    tell('live', 'live');
  };
  const look = (): void => {
    const now = performance.now();
    const isSilent = now - heardAt > silenceMs;
    const isClosed = source?.readyState !== EventSource.OPEN;
    if (isSilent || isClosed)
      tell('lost', `no word from the watcher for ${ageText(now - heardAt)}`);
    const waitMs = isClosed ? againMs : silenceMs;
    if ((isSilent || isClosed) && now - askedAt > waitMs) ask();
  };
  ask();
  setInterval(look, lookMs);
}

function tell(state: 'live' | 'lost', text: string): void {
  const live = found('live');
  live.className = `live ${state}`;
  document.body.classList.toggle('is-stale', state === 'lost');
  if (live.textContent !== text) live.textContent = text;
}
