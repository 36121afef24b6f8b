/** Where on a host the files are that a set-up names in each other. */
export const installed = {
  config: '/etc/floatip/config.yaml',
  hook: '/etc/floatip/keepalived-notify',
  check: '/etc/floatip/check-service',
} as const;

/** Holds 1 once systemd has seen the service end. */
export function endedFile(unit: string): string {
  return `/run/${unit}-ended`;
}
