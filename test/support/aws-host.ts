import { awsEnv, awsTopology } from './aws-topology.ts';
import { keepalivedHost } from './keepalived-host.ts';
import type { KeepalivedHost } from './keepalived-host.ts';

export interface AwsHost extends KeepalivedHost {
  /** What EC2 and STS were asked, in its order, without what every request has. */
  asked(): string[];
  /** The paths that the metadata service was asked for. */
  looked(): string[];
}

export interface AwsHostOptions {
  readonly topology?: string;
  readonly node?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Below `providers: { aws: … }`. */
  readonly settings?: string;
}

/** Instance i-0000000b, with addresses of AWS. */
export function awsHost(
  entries: readonly string[],
  { topology = awsTopology, node = 'i-0000000b', env = {}, settings = '{}' }: AwsHostOptions = {},
): AwsHost {
  const lines = entries.map((entry) => `  - { follow: VI_1, ${entry} }`);
  const config = `providers:\n  aws: ${settings}\naddresses:\n${lines.join('\n')}\n`;
  const own = { ...awsEnv, FLOATIP_AWS_METADATA: `http://metadata-${node}.test`, ...env };
  const host = keepalivedHost(config, topology, { node, env: own });
  const received = (service: string) =>
    host.world.cloud.received.list().filter((one) => one.service === service);
  return Object.assign(host, {
    asked: () => received('aws-api').map(({ body }) => shown(body)),
    looked: () => received('aws-metadata').map(({ method, path }) => `${method} ${path}`),
  });
}

function shown(body: string): string {
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? '';
  form.delete('Action');
  form.delete('Version');
  return `${action} ${decodeURIComponent(form.toString())}`.trim();
}
