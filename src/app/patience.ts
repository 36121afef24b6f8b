/** How long keepalived may take to put its own address on the interface, after it says MASTER. */
export const graceMs = 300;

/** Between two looks at what is about to change on this host. */
export const lookAgainMs = 20;
