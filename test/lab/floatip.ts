import { join, resolve } from 'node:path';

import { token } from '../support/token.ts';
import { apiPort, gateway, hostPlan } from './layout.ts';
import type { HostName } from './layout.ts';
import type { Premises } from './premises.ts';
import type { Scenario } from './scenario.ts';
import { instanceOf } from './setup.ts';
import { alertUrl } from './told.ts';

/** What keepalived hands its hooks, and cron its jobs. */
export interface FloatipEnvironment extends Readonly<Record<string, string>> {
  readonly FLOATIP: string;
  readonly FLOATIP_CONFIG: string;
  readonly FLOATIP_RUNTIME_DIR: string;
  readonly FLOATIP_STATE_DIR: string;
}

/** Namespaces share the disk, so each host is told where on it its own things are. */
export function floatipEnvironment(folder: string, authorities?: string): FloatipEnvironment {
  return {
    FLOATIP: resolve('bin/floatip.js'),
    FLOATIP_CONFIG: join(folder, 'floatip.yaml'),
    FLOATIP_RUNTIME_DIR: join(folder, 'run'),
    FLOATIP_STATE_DIR: join(folder, 'state'),
    FLOATIP_ALLOW_HTTP: '1',
    // It costs every start of Node, so only where it is needed.
    ...(authorities === undefined ? {} : { NODE_EXTRA_CA_CERTS: authorities }),
  };
}

/** What the recipe wants to know: all in the environment, the token as well. */
export function recipeEnvironment({ scenario }: Premises): Readonly<Record<string, string>> {
  return {
    ENDPOINT: `http://${gateway}:${apiPort}`,
    METADATA: `http://${scenario.vendor.metadataIp}`,
    DO_TOKEN: token,
  };
}

/** Whom a host tells, where it tells anybody. */
export function alertsOf(name: HostName, { tells }: Scenario): string {
  if (tells !== true) return '';
  return `alerts: { channels: [{ name: lab, type: webhook, url: '${alertUrl(name)}' }] }\n`;
}

/** A host knows of the addresses that follow an instance of its own. */
export function floatipConfig(name: HostName, premises: Premises): string {
  const { scenario, tokenFile, vip, intervalS } = premises;
  const { vendor } = scenario;
  const lines = scenario.addresses.flatMap((address) => {
    const instance = instanceOf(address, scenario);
    if (!instance.hosts.includes(name)) return [];
    const follow = vip ? `${instance.name}, vip: ${instance.vip}` : instance.name;
    const about = vendor.describe(address, hostPlan(name));
    return [`  - { name: ${address.name}, kind: ${address.kind}, ${about}, follow: ${follow} }`];
  });
  return `cluster: lab
providers:
${vendor.section(tokenFile)}addresses:
${lines.join('\n')}
timing: { interval: ${intervalS}s }
`;
}
