import type { Config } from './config.ts';
import { parseEndpoint } from './endpoint.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The config with what the environment says instead. Checks the endpoints. Throws `config`. */
export function overlayEnvironment(config: Config, env: Environment): Config {
  const allowHttp = env['FLOATIP_ALLOW_HTTP'] === '1';
  const pick = (fromFile: string, { variable, key, http }: EndpointSource): string => {
    const value = env[variable];
    if (value !== undefined && value !== '') {
      return parseEndpoint(value, { origin: variable, allowHttp: http });
    }
    const origin = `${config.path ?? 'default'}, ${key}`;
    return parseEndpoint(fromFile, { origin, allowHttp: http });
  };
  const { endpoint, metadata, tokenFile } = config.digitalocean;
  return {
    ...config,
    digitalocean: {
      tokenFile,
      endpoint: pick(endpoint, {
        variable: 'FLOATIP_DIGITALOCEAN_ENDPOINT',
        key: 'providers.digitalocean.endpoint',
        http: allowHttp,
      }),
      metadata: pick(metadata, {
        variable: 'FLOATIP_DIGITALOCEAN_METADATA',
        key: 'providers.digitalocean.metadata',
        http: true,
      }),
    },
  };
}

interface EndpointSource {
  /** The variable that overrides the file. */
  readonly variable: string;
  /** The key in the file. */
  readonly key: string;
  /** Whether plain http is fine on any network. */
  readonly http: boolean;
}
