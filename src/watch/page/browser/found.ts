/** An element that the document always has. */
export function found(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`Expected an element: ${id}`);
  return element;
}
