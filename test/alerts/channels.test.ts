import { createHmac } from 'node:crypto';

import { describe, expect, it, onTestFinished } from 'vitest';

import type { Alert } from '../../src/alerts/alert.ts';
import type { ChannelSettings } from '../../src/alerts/channel.ts';
import { messageOf } from '../../src/alerts/message.ts';
import { openChannel } from '../../src/alerts/open-channel.ts';
import { createHttp } from '../../src/lib/http/http.ts';
import { Secret } from '../../src/lib/secret.ts';
import { systemClock } from '../../src/lib/time/clock.ts';
import type { Failure } from '../../src/ports/failure.ts';
import { startReceiver } from '../support/receiver.ts';
import type { Receiver } from '../support/receiver.ts';
import { alertOf, recovery, someTime, takeovers } from './some-alerts.ts';

/** Each channel against a server that takes what the vendor documents, and nothing else. */

const secret = 'SECs3cr3t-of-these-tests';

type Answer = Receiver['answer'];
type Got = Parameters<Answer>[0];

async function send(
  settings: (url: string) => ChannelSettings,
  answer: Answer,
  alerts: readonly Alert[] = [alertOf('taken-over')],
): Promise<{ readonly got: readonly Got[]; readonly error: Failure | undefined }> {
  const receiver = await startReceiver(answer);
  const http = createHttp({ clock: systemClock, proxy: 'never' });
  onTestFinished(() => http.close());
  const channel = await openChannel(settings(receiver.url), { http, clock: systemClock });
  const message = messageOf({ alerts, language: 'en' });
  const error = await channel.send(message, new AbortController().signal).then(
    () => undefined,
    (thrown: Failure) => thrown,
  );
  return { got: receiver.got, error };
}

function json({ body }: Got): any {
  return JSON.parse(body);
}

/** A message as long as a page of an error makes it. */
const long = [
  alertOf('failed', { facts: { reason: '原因'.repeat(20_000), hint: 'x'.repeat(9000) } }),
];

describe('slack', () => {
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  const slack: Answer = ({ headers, body }) => {
    const { text } = JSON.parse(body);
    const isGood = headers['content-type']?.startsWith('application/json') && text.length < 40_000;
    return isGood ? { body: 'ok' } : { status: 400, body: 'invalid_payload' };
  };
  const settings = (url: string): ChannelSettings => ({
    name: 's',
    type: 'slack',
    url: new Secret(`${url}/services/T0/B0/s3cr3t`),
  });

  it('is told in a text in which no name calls everybody', async () => {
    const facts = { reason: 'the cloud said <!channel> & more' };
    const { got, error } = await send(settings, slack, [alertOf('failed', { facts })]);
    expect(error).toBeUndefined();
    expect(got.map((one) => json(one).text)).toEqual([
      expect.stringContaining('the cloud said &lt;!channel&gt; &amp; more'),
    ]);
    expect(json(got[0]!).text).toMatch(/^\*web 203.0.113.10: takeover failed\*\n/);
  });

  it('takes a long message, cut', async () => {
    expect((await send(settings, slack, long)).error).toBeUndefined();
  });

  it('says that its URL is gone, and nothing of it', async () => {
    const { error } = await send(settings, () => ({ status: 404, body: 'no_service' }));
    expect(error).toMatchObject({ class: 'invalid' });
    expect(error?.message).toMatch(/^127.0.0.1:\d+ answered 404: no_service$/);
    expect(String(error?.message) + error?.hint).not.toContain('s3cr3t');
  });

  it('waits as long as it is asked to', async () => {
    const { error } = await send(settings, () => ({
      status: 429,
      headers: { 'retry-after': '30' },
    }));
    expect(error).toMatchObject({ class: 'throttled', retryAfterMs: 30_000 });
  });
});

describe('dingtalk', () => {
  // https://open.dingtalk.com/document/robots/custom-robot-access and
  // https://open.dingtalk.com/document/robots/customize-robot-security-settings: it answers 200 to all.
  const dingtalk: Answer = ({ query, body }) => {
    const timestamp = query.get('timestamp') ?? '';
    const expected = createHmac('sha256', secret)
      .update(`${timestamp}\n${secret}`)
      .digest('base64');
    const { msgtype, text } = JSON.parse(body);
    if (query.get('access_token') !== 'robot')
      return { body: { errcode: 300_005, errmsg: 'token is not exist' } };
    if (Math.abs(Date.now() - Number(timestamp)) > 3_600_000 || query.get('sign') !== expected) {
      return { body: { errcode: 310_000, errmsg: 'sign not match' } };
    }
    if (
      msgtype !== 'text' ||
      Buffer.byteLength(body) > 20_000 ||
      typeof text.content !== 'string'
    ) {
      return { body: { errcode: 400_105, errmsg: 'unsupported' } };
    }
    return { body: { errcode: 0, errmsg: 'ok' } };
  };
  const settings =
    (key = secret, robot = 'robot') =>
    (url: string): ChannelSettings => ({
      name: 'd',
      type: 'dingtalk',
      url: new Secret(`${url}/robot/send?access_token=${robot}`),
      secret: new Secret(key),
    });

  it('is told with a signature of the time and the secret', async () => {
    const { got, error } = await send(settings(), dingtalk);
    expect(error).toBeUndefined();
    expect(json(got[0]!).text.content).toMatch(
      /^web 203.0.113.10: taken over, lb1 → lb2 in 0.41 s\n/,
    );
  });

  it('takes a long message, cut between characters', async () => {
    const { got, error } = await send(settings(), dingtalk, long);
    expect(error).toBeUndefined();
    expect(json(got[0]!).text.content).toMatch(/[原因]…$/);
  });

  it.each([
    ['another secret', settings('SECother'), 'denied', 'sign not match'],
    ['a robot that is gone', settings(secret, 'gone'), 'denied', 'token is not exist'],
  ])('refuses %s in the body of a 200', async (_what, wrong, failureClass, words) => {
    const { error } = await send(wrong, dingtalk);
    expect(error).toMatchObject({ class: failureClass, message: expect.stringContaining(words) });
    expect(`${error?.message} ${error?.hint}`).not.toMatch(/access_token|SECother|s3cr3t/);
  });

  it('is left alone where it is sent to too fast', async () => {
    const answer = { body: { errcode: 130_101, errmsg: 'send too fast' } };
    expect((await send(settings(), () => answer)).error).toMatchObject({ class: 'throttled' });
  });

  it('is not taken for told by what somebody in between answers', async () => {
    const portal: Answer = () => ({ body: '<html>Please log in</html>' });
    expect((await send(settings(), portal)).error).toMatchObject({ class: 'transport' });
  });
});

describe('feishu', () => {
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
  const feishu: Answer = ({ body }) => {
    const { timestamp, sign, msg_type: type, content } = JSON.parse(body);
    const expected = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
    const isFresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= 3600;
    if (!isFresh || sign !== expected) {
      return {
        body: {
          code: 19_021,
          msg: 'sign match fail or timestamp is not within one hour from current time',
        },
      };
    }
    if (
      type !== 'text' ||
      typeof content.text !== 'string' ||
      Buffer.byteLength(body) > 20 * 1024
    ) {
      return { body: { code: 9499, msg: 'Bad Request', data: {} } };
    }
    return { body: { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' } };
  };
  const settings =
    (key = secret) =>
    (url: string): ChannelSettings => ({
      name: 'f',
      type: 'feishu',
      url: new Secret(`${url}/open-apis/bot/v2/hook/s3cr3t`),
      secret: new Secret(key),
    });

  it('is told with a signature in the body', async () => {
    const { got, error } = await send(settings(), feishu);
    expect(error).toBeUndefined();
    expect(json(got[0]!).content.text).toContain('taken over');
    expect((await send(settings(), feishu, long)).error).toBeUndefined();
  });

  it('refuses another secret', async () => {
    const { error } = await send(settings('other'), feishu);
    expect(error).toMatchObject({ class: 'denied', message: expect.stringContaining('19021') });
    expect(`${error?.message} ${error?.hint}`).not.toContain('s3cr3t');
  });
});

describe('wecom', () => {
  // https://developer.work.weixin.qq.com/document/path/91770
  const wecom: Answer = ({ query, body }) => {
    const { msgtype, text } = JSON.parse(body);
    if (query.get('key') !== 'robot')
      return { body: { errcode: 93_000, errmsg: 'invalid webhook url' } };
    const isGood = msgtype === 'text' && Buffer.byteLength(text.content) <= 2048;
    return {
      body: isGood ? { errcode: 0, errmsg: 'ok' } : { errcode: 40_058, errmsg: 'too long' },
    };
  };
  const settings =
    (key = 'robot') =>
    (url: string): ChannelSettings => ({
      name: 'w',
      type: 'wecom',
      url: new Secret(`${url}/cgi-bin/webhook/send?key=${key}`),
    });

  it('is told in 2,048 bytes at most', async () => {
    expect((await send(settings(), wecom)).error).toBeUndefined();
    const { got, error } = await send(settings(), wecom, long);
    expect(error).toBeUndefined();
    expect(Buffer.byteLength(json(got[0]!).text.content)).toBeGreaterThan(2000);
  });

  it('refuses a robot that is gone, and one that was sent to too often', async () => {
    expect((await send(settings('gone'), wecom)).error).toMatchObject({ class: 'denied' });
    const often: Answer = () => ({ body: { errcode: 45_009, errmsg: 'api freq out of limit' } });
    expect((await send(settings(), often)).error).toMatchObject({ class: 'throttled' });
  });
});

describe('alertmanager', () => {
  // https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
  const alertmanager: Answer = ({ method, path, body }) => {
    const alerts = JSON.parse(body);
    const isGood =
      method === 'POST' &&
      path === '/api/v2/alerts' &&
      Array.isArray(alerts) &&
      alerts.every(
        ({ labels, annotations, startsAt, endsAt }) =>
          labels.alertname !== undefined &&
          [...Object.values(labels), ...Object.values(annotations)].every(
            (one) => typeof one === 'string',
          ) &&
          Object.keys(labels).every((name) => /^[a-zA-Z_]\w*$/.test(name)) &&
          Date.parse(startsAt) <= Date.parse(endsAt),
      );
    return isGood ? { status: 200 } : { status: 400, body: 'bad' };
  };
  const settings = (url: string): ChannelSettings => ({
    name: 'am',
    type: 'alertmanager',
    url: new Secret(url),
  });

  it('is told that it fires, and under the same labels that it is over', async () => {
    const began = await send(settings, alertmanager, [alertOf('failed')]);
    const ended = await send(settings, alertmanager, [recovery]);
    expect([began.error, ended.error]).toEqual([undefined, undefined]);
    const [firing] = json(began.got[0]!);
    const [resolved] = json(ended.got[0]!);
    expect(firing.labels).toEqual({
      alertname: 'floatip',
      kind: 'failed',
      severity: 'critical',
      host: 'lb2',
      cluster: 'prod-lb',
      address: 'web',
      ip: '203.0.113.10',
    });
    expect(resolved.labels).toEqual(firing.labels);
    expect(resolved.startsAt).toBe(firing.startsAt);
    expect(Date.parse(firing.endsAt)).toBeGreaterThan(someTime + 86_400_000);
    expect(Date.parse(resolved.endsAt)).toBe(recovery.at);
  });

  it('gets many in one request, each in its own words', async () => {
    const { got, error } = await send(settings, alertmanager, takeovers(30));
    expect(error).toBeUndefined();
    expect(got).toHaveLength(1);
    expect(json(got[0]!)).toHaveLength(30);
    expect(json(got[0]!)[7].annotations.summary).toContain('taken over, lb1 → lb2');
  });
});

describe('pagerduty', () => {
  // https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
  const key = 's3cr3trouting0key';
  const pagerduty: Answer = ({ path, body }) => {
    const { routing_key, event_action, dedup_key, payload } = JSON.parse(body);
    const bad = (...errors: string[]) => ({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors },
    });
    if (path !== '/v2/enqueue') return { status: 404 };
    if (routing_key !== key) return bad(`'routing_key' ${routing_key} is invalid`);
    if (typeof dedup_key !== 'string' || dedup_key.length > 255) return bad('dedup_key');
    const isPayload =
      payload !== undefined &&
      payload.summary.length <= 1024 &&
      typeof payload.source === 'string' &&
      ['critical', 'error', 'warning', 'info'].includes(payload.severity);
    if (event_action === 'trigger' ? !isPayload : event_action !== 'resolve') return bad('payload');
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key } };
  };
  const settings =
    (routing = key) =>
    (url: string): ChannelSettings => ({
      name: 'p',
      type: 'pagerduty',
      url: new Secret(url),
      key: new Secret(routing),
    });
  const actions = (got: readonly Got[]) =>
    got.map((one) => [json(one).event_action, json(one).dedup_key]);

  it('opens an incident, and resolves the same one', async () => {
    const began = await send(settings(), pagerduty, [alertOf('failed')]);
    const ended = await send(settings(), pagerduty, [recovery]);
    expect([began.error, ended.error]).toEqual([undefined, undefined]);
    const episode = `lb2/address/web/failed/${someTime}`;
    expect([...actions(began.got), ...actions(ended.got)]).toEqual([
      ['trigger', episode],
      ['resolve', episode],
    ]);
    expect(json(began.got[0]!).payload).toMatchObject({
      severity: 'critical',
      source: 'lb2',
      component: 'web',
    });
  });

  it('leaves no incident open for what has happened once', async () => {
    const { got } = await send(settings(), pagerduty);
    expect(actions(got).map(([action]) => action)).toEqual(['trigger', 'resolve']);
  });

  it('says that the key is wrong, and does not repeat it', async () => {
    const { error } = await send(settings('s3cr3twrong'), pagerduty);
    expect(error).toMatchObject({ class: 'denied', message: expect.stringContaining('400') });
    expect(`${error?.message} ${error?.hint}`).not.toContain('s3cr3t');
  });

  it('takes long texts and long names', async () => {
    const about = { sort: 'instance', name: 'V'.repeat(900) } as const;
    const episode = `lb2/instance/${about.name}/split-brain-told/${someTime}`;
    const { error } = await send(settings(), pagerduty, [
      alertOf('split-brain', { about, episode }),
    ]);
    expect(error).toBeUndefined();
  });
});
