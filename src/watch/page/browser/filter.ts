import { found } from './found.ts';

/** Shows the rows that hold what is typed, whatever they hold a moment later. */
export function applyFilter(): void {
  const wanted = box().value.trim().toLowerCase();
  const isOnly = only().checked;
  const rows = [...found('rows').children];
  let shown = 0;
  for (const row of rows) {
    const isBad = !row.classList.contains('good');
    const text = row.textContent.toLowerCase();
    const isShown = text.includes(wanted) && (isBad || !isOnly);
    row.toggleAttribute('hidden', !isShown);
    if (isShown) shown += 1;
  }
  found('none-left').toggleAttribute('hidden', shown > 0 || rows.length === 0);
  const isAll = shown === rows.length;
  const count = isAll ? '' : `${shown} of ${rows.length}`;
  if (found('count').textContent !== count) found('count').textContent = count;
}

export function startFilter(): void {
  found('filters').hidden = false;
  box().addEventListener('input', applyFilter);
  only().addEventListener('change', applyFilter);
  document.addEventListener('keydown', onKey);
  applyFilter();
}

/** As on other pages with something to search. */
function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape' && document.activeElement === box()) {
    box().value = '';
    applyFilter();
  }
  const isTyping = document.activeElement instanceof HTMLInputElement;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box().focus();
}

function box(): HTMLInputElement {
  return input('filter');
}

function only(): HTMLInputElement {
  return input('only');
}

function input(id: string): HTMLInputElement {
  const element = found(id);
  if (element instanceof HTMLInputElement) return element;
  throw new Error(`Expected an input: ${id}`);
}
