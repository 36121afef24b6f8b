import { parseEndpoint } from '../lib/http/endpoint.ts';
import { Failure } from '../ports/failure.ts';
import type { Given } from '../providers/configured-cloud.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable says; one that is empty says nothing, as if it were not set. */
export function valueOf(variable: string, env: Environment): string | undefined {
  const value = env[variable];
  return value === '' ? undefined : value;
}

interface Source {
  /** The file that the settings come from. */
  readonly path: string | undefined;
  readonly env: Environment;
}

/** What the environment says of the settings of a cloud. */
export function givenTo(cloud: string, source: Source): Given {
  return {
    endpoint(url) {
      const given = url ?? valueOf(variableOf(cloud, 'endpoint'), source.env);
      return given === undefined ? url : pickUrl(given, { ...source, cloud, what: 'endpoint' });
    },
    metadata: (url) => pickUrl(url, { ...source, cloud, what: 'metadata' }),
    variable: (name) => valueOf(name, source.env),
  };
}

/** Whether the environment says where a cloud is. */
export function isPlaced(cloud: string, env: Environment): boolean {
  return services.some((what) => valueOf(variableOf(cloud, what), env) !== undefined);
}

const services = ['endpoint', 'metadata'] as const;
type Service = (typeof services)[number];

function variableOf(cloud: string, what: Service): string {
  return `FLOATIP_${cloud}_${what}`.toUpperCase();
}

interface UrlSource extends Source {
  readonly cloud: string;
  readonly what: Service;
}

function pickUrl(fromFile: string, { path, env, cloud, what }: UrlSource): string {
  // A metadata service has no certificate, and is asked nothing that is secret.
  const allowHttp = what === 'metadata' || env['FLOATIP_ALLOW_HTTP'] === '1';
  const variable = variableOf(cloud, what);
  const value = valueOf(variable, env);
  if (value !== undefined) return parseEndpoint(value, { origin: variable, allowHttp });
  const origin = `${path ?? 'default'}, providers.${cloud}.${what}`;
  return parseEndpoint(fromFile, { origin, allowHttp });
}

/** Throws `config` for a proxy that cannot be used. */
export function checkProxies(env: Environment): void {
  for (const variable of proxyVariables) checkProxy(variable, env[variable]);
}

const proxyVariables = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
];

/** Does not show the value, which may hold a password. */
function checkProxy(variable: string, value: string | undefined): void {
  if (value === undefined || value === '') return;
  if (URL.canParse(value) && /^https?:/.test(value)) return;
  throw new Failure(
    'config',
    `${variable}: expected the URL of an HTTP proxy such as http://proxy:3128`,
    {
      hint: 'Correct it, or unset it for floatip',
    },
  );
}
