/** Lets go on what waits for the system, once: requests leave, and answers that have come are read. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
