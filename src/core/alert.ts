/** What people are told of; the words of `alerts.on` in the config. */
export const alertKinds = [
  'taken-over',
  'failed',
  'contested',
  'split-brain',
  'idle',
  'recovered',
  'unhealthy',
] as const;
export type AlertKind = (typeof alertKinds)[number];

/** What lasts, until it is over. */
export type Trouble = Exclude<AlertKind, 'taken-over' | 'recovered'>;

/** Whether it is over one day. */
export function isTrouble(kind: string): kind is Trouble {
  return kind !== 'taken-over' && kind !== 'recovered' && alertKinds.some((one) => one === kind);
}

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const channelTypes = [
  'webhook',
  'alertmanager',
  'slack',
  'dingtalk',
  'feishu',
  'wecom',
  'pagerduty',
  'mail',
] as const;
export type ChannelType = (typeof channelTypes)[number];
