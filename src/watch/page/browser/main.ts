import { tick } from './ages.ts';
import { applyFilter, startFilter } from './filter.ts';
import { follow } from './follow.ts';
import { patch } from './patch.ts';

/** What the page does in a browser: it keeps itself current, and filters. */

const tickMs = 1000;

follow((trees) => {
  for (const [id, tree] of Object.entries(trees)) {
    const node = document.getElementById(id);
    if (node !== null) patch(node, tree, trees);
  }
  applyFilter();
});
setInterval(tick, tickMs);
startFilter();
