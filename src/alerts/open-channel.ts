import type { Channel, ChannelSettings, Tools } from './channel.ts';

/** A channel of the config. What only one of them needs is loaded for it alone. */
export async function openChannel(settings: ChannelSettings, tools: Tools): Promise<Channel> {
  switch (settings.type) {
    case 'webhook':
      return (await import('./channels/webhook.ts')).openWebhook(settings, tools);
    case 'alertmanager':
      return (await import('./channels/alertmanager.ts')).openAlertmanager(settings, tools);
    case 'slack':
      return (await import('./channels/slack.ts')).openSlack(settings, tools);
    case 'dingtalk':
      return (await import('./channels/dingtalk.ts')).openDingTalk(settings, tools);
    case 'feishu':
      return (await import('./channels/feishu.ts')).openFeishu(settings, tools);
    case 'wecom':
      return (await import('./channels/wecom.ts')).openWeCom(settings, tools);
    case 'pagerduty':
      return (await import('./channels/pagerduty.ts')).openPagerDuty(settings, tools);
    default:
      return (await import('./channels/mail.ts')).openMail(settings, tools);
  }
}
