import type { Channel, SettingsOf, Tools } from '../channel.ts';
import { cutBytes } from '../cut-bytes.ts';
import { post } from '../post.ts';
import { requireTaken } from '../robot-answer.ts';
import type { RobotCodes } from '../robot-answer.ts';

/**
 * A robot of a WeCom group: 20 messages a minute, text of up to 2,048 bytes
 * (https://developer.work.weixin.qq.com/document/path/91770).
 */
export function openWeCom({ url }: SettingsOf<'wecom'>, { http }: Tools): Channel {
  return {
    pace: { most: 20, withinMs: 61_000 },
    bundling: { separately: 3, most: 200 },
    async send({ title, lines }, signal) {
      const content = cutBytes([title, ...lines].join('\n'), mostBytes);
      const body = JSON.stringify({ msgtype: 'text', text: { content } });
      requireTaken(await post(http, { url, body, signal }), url, codes);
    },
  };
}

const mostBytes = 2048;

/** https://developer.work.weixin.qq.com/document/path/90313 */
const codes: RobotCodes = {
  fields: ['errcode'],
  message: 'errmsg',
  throttled: new Set([45_009, 45_033]),
  denied: new Set([93_000, 93_008, 40_001, 40_014]),
  busy: new Set([-1]),
  hint: "Check the robot's URL: it ends with the key of a robot that is still in the group",
};
