import type { Facts } from '../../src/alerts/alert.ts';
import type { AlertKind, ChannelType } from '../../src/core/alert.ts';

/** When each kind of alert is sent. */
export const kindsOfAlerts: Readonly<Record<AlertKind, string>> = {
  'taken-over': 'an address has come to this host without anybody doing it by hand',
  failed: 'an address that this host should hold could not be taken',
  contested: 'somebody took an address while this host was MASTER',
  'split-brain':
    'somebody took it twice within three minutes; or a node of lower priority was heard three times in a minute, as it says that it is MASTER too; or this host is not MASTER, and the `vip` is on an interface',
  idle: 'an address that follows something, or what belongs on it, is on nothing for two intervals; not for an hour after `floatip release`',
  recovered: 'something of the above is over; once for each address',
  unhealthy:
    'a cloud could not be read for three intervals; at once where it refuses the credentials, where a watcher refuses the config that it should read again, and where a check of doctor fails that the watcher makes once an hour, each on its own',
};

export const channelMeanings: Readonly<Record<ChannelType, string>> = {
  webhook: 'JSON for a program of your own, signed where there is a `secretFile`',
  alertmanager: "Prometheus' Alertmanager; `/api/v2/alerts` is added to `url`",
  slack: 'an incoming webhook of Slack',
  dingtalk: 'a custom robot of DingTalk; `secretFile` holds the `SEC…` of its signature',
  feishu: 'a custom robot of Feishu or Lark; `secretFile` holds the key of its signature',
  wecom: 'a robot of a WeCom group',
  pagerduty: 'a service of PagerDuty with Events API v2; `url` for the EU',
  mail: '`smtp: { host, port, user, passwordFile, tls }`: `tls` is `starttls` (587), `implicit` (465) or `none` (25)',
};

export const sampleFacts: Facts = {
  from: '111',
  to: '222',
  by: '111',
  names: { 111: 'lb1', 222: 'lb2' },
  durationMs: 410,
  losses: 2,
};
