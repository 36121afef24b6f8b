/** Between two looks at what is about to change on this host. */
export const pollMs = 20;
