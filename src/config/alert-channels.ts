import type { ChannelSettings, Smtp } from '../alerts/channel.ts';
import { isLoopback } from '../lib/http/endpoint.ts';
import { Secret } from '../lib/secret.ts';
import { Failure } from '../ports/failure.ts';
import type { SecretSpec } from '../providers/secret-spec.ts';
import type { ChannelConfig } from './alerts-schema.ts';
import type { Config } from './config.ts';
import type { Environment } from './environment.ts';
import { secretReader } from './secrets.ts';
import { together } from './together.ts';

/** Reads every secret of the channels, to see that it can be used. Throws `config`. */
export async function checkAlertSecrets(
  { alerts }: Pick<Config, 'alerts'>,
  env: Environment,
): Promise<void> {
  const channels = alerts?.channels ?? [];
  await together(channels.map((channel) => () => channelSettings(channel, env)));
}

/** A channel with its secrets, read just now. Throws `config`. */
export function channelSettings(channel: ChannelConfig, env: Environment): ChannelSettings {
  const { name } = channel;
  const secretIn = (file: string, key: string, what: string): Secret =>
    secretReader(env).need(specOf({ path: file, key }, what, name)).secret;
  const urlIn = (file: string): Secret =>
    secretUrl(secretIn(file, 'urlFile', 'webhook URL'), { name, env });
  switch (channel.type) {
    case 'webhook':
    case 'alertmanager': {
      const url = new Secret(channel.url);
      if (channel.type === 'alertmanager') return { name, type: channel.type, url };
      const { secretFile } = channel;
      if (secretFile === undefined) return { name, type: channel.type, url };
      return {
        name,
        type: channel.type,
        url,
        secret: secretIn(secretFile, 'secretFile', 'secret'),
      };
    }
    case 'dingtalk':
    case 'feishu': {
      const { type, secretFile } = channel;
      const url = urlIn(channel.urlFile);
      if (secretFile === undefined) return { name, type, url };
      return { name, type, url, secret: secretIn(secretFile, 'secretFile', 'secret') };
    }
    case 'slack':
    case 'wecom':
      return { name, type: channel.type, url: urlIn(channel.urlFile) };
    case 'pagerduty': {
      const url = secretUrl(new Secret(channel.url ?? pagerDuty), { name, env });
      const key = secretIn(channel.keyFile, 'keyFile', 'integration key');
      return { name, type: channel.type, url, key };
    }
    default:
      return { ...channel, smtp: smtpOf(channel, secretIn) };
  }
}

const pagerDuty = 'https://events.pagerduty.com/v2/enqueue';

function specOf(
  file: { readonly path: string; readonly key: string },
  what: string,
  channel: string,
): SecretSpec<'secret'> {
  const named = `${what} of alert channel ${channel}`;
  const credential = `alert_${channel}_${file.key.replace('File', '')}`;
  const isUrl = file.key === 'urlFile' ? ({ isUrl: true } as const) : {};
  const secret = {
    part: 'secret',
    what: named,
    ...isUrl,
    credential,
    file,
    variables: [],
  } as const;
  return { what: named, isNeeded: true, parts: [secret] };
}

type Mail = Extract<ChannelConfig, { readonly type: 'mail' }>;

const ports = { implicit: 465, starttls: 587, none: 25 } as const;

function smtpOf(
  { name, smtp }: Mail,
  secretIn: (file: string, key: string, what: string) => Secret,
): Smtp {
  const { host, user, passwordFile, tls: given = 'starttls' } = smtp;
  const named = given === true ? 'implicit' : given;
  const tls = named === false ? 'none' : named;
  if (tls === 'none' && passwordFile !== undefined && !isLoopback(host)) throw inTheClear(name);
  return {
    host,
    tls,
    port: smtp.port ?? ports[tls],
    ...(user === undefined ? {} : { user }),
    ...(passwordFile === undefined
      ? {}
      : { password: secretIn(passwordFile, 'passwordFile', 'password') }),
  };
}

function inTheClear(name: string): Failure {
  return new Failure('config', `Alert channel ${name} would send its password without TLS`, {
    hint: 'Set tls to starttls or implicit, or leave user and passwordFile out',
  });
}

/** A URL that is a secret must not travel in the clear. */
function secretUrl(url: Secret, { name, env }: { name: string; env: Environment }): Secret {
  const text = url.reveal();
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const isPrivate = parsed?.protocol === 'https:';
  const isAllowed =
    parsed?.protocol === 'http:' &&
    (isLoopback(parsed.hostname) || env['FLOATIP_ALLOW_HTTP'] === '1');
  if (isPrivate || isAllowed) return url;
  throw new Failure('config', `The URL of alert channel ${name} is not an https URL`, {
    hint: 'Copy the whole webhook URL, from https:// to its end, into its file',
  });
}
