import { join, resolve } from 'node:path';

import { token } from '../support/token.ts';
import { apiPort, gateway, instance, metadataIp, reservedIp, vrrpIp } from './layout.ts';
import type { Premises } from './premises.ts';

/** What keepalived hands its hooks, and cron its jobs. */
export interface FloatipEnvironment extends Readonly<Record<string, string>> {
  readonly FLOATIP: string;
  readonly FLOATIP_CONFIG: string;
  readonly FLOATIP_RUNTIME_DIR: string;
  readonly FLOATIP_STATE_DIR: string;
}

/** Namespaces share the disk, so each host is told where on it its own things are. */
export function floatipEnvironment(folder: string): FloatipEnvironment {
  return {
    FLOATIP: resolve('bin/floatip.js'),
    FLOATIP_CONFIG: join(folder, 'floatip.yaml'),
    FLOATIP_RUNTIME_DIR: join(folder, 'run'),
    FLOATIP_STATE_DIR: join(folder, 'state'),
    FLOATIP_ALLOW_HTTP: '1',
  };
}

/** What the recipe wants to know: all in the environment, the token as well. */
export const recipeEnvironment: Readonly<Record<string, string>> = {
  ENDPOINT: `http://${gateway}:${apiPort}`,
  METADATA: `http://${metadataIp}`,
  DO_TOKEN: token,
};

/** The metadata service is where it is on every Droplet, so nothing has to be said of it. */
export function floatipConfig({ tokenFile, vip, intervalS }: Premises): string {
  const follow = vip ? `${instance}, vip: ${vrrpIp}` : instance;
  return `cluster: lab
providers:
  digitalocean:
    tokenFile: ${tokenFile}
    endpoint: http://${gateway}:${apiPort}
addresses:
  - { name: web, kind: digitalocean-reserved-ip, ip: ${reservedIp}, follow: ${follow} }
timing: { interval: ${intervalS}s }
`;
}
