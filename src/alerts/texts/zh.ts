import type { Alert, Facts } from '../alert.ts';
import { configCheck, hostChecks } from './texts.ts';
import type { Texts, Troubles } from './texts.ts';
import { nameOf, nodeName } from './words.ts';

const kinds = {
  'taken-over': '已接管',
  failed: '接管失败',
  contested: '地址争用',
  'split-brain': '脑裂',
  idle: '闲置',
  recovered: '已恢复',
  unhealthy: '异常',
  test: '测试',
} as const;

const troubles: Troubles = {
  failed: '接管失败',
  contested: '地址争用',
  'split-brain': '脑裂',
  idle: '地址闲置',
  unhealthy: '无法读取',
};

/** What is said in Chinese. */
export const chinese: Texts = {
  kinds,
  title: (alert) => `${nameOf(alert.about)}：${titleOf(alert)}`,
  details: (alert) => [...whatOf(alert), ...causeOf(alert.facts)],
  place: ({ host, cluster }, time) =>
    `floatip，主机 ${host}${cluster === undefined ? '' : `（集群 ${cluster}）`}，${time}`,
  digest: (count, host) => `floatip：${host} 有 ${count} 条告警`,
  more: (count) => `另有 ${count} 条`,
  dropped: (count) => `告警过多，另有 ${count} 条未列出，请运行 floatip history 查看`,
  undelivered: ({ channel, type, count, reason }) =>
    `此前有 ${count} 条告警未能经 ${channel}（${type}）送达：${reason}`,
};

function titleOf(alert: Alert): string {
  const { kind, facts } = alert;
  switch (kind) {
    case 'taken-over':
      return `已接管，${whereFrom(facts)}${to(facts)}${howLong(facts)}`;
    case 'contested':
      return `地址争用：本机为 MASTER，但地址被${by(facts)}`;
    case 'split-brain':
      return `脑裂：${splitOf(alert)}`;
    case 'idle':
      return facts.isLoose === true ? '闲置：应绑定在其上的资源未绑定' : '闲置：没有主机持有该地址';
    case 'recovered':
      return `已恢复：${namesOf(alert).join('、')}已结束`;
    case 'unhealthy':
      return unhealthyOf(alert);
    case 'test':
      return '这是一条告警测试消息，未发生任何故障';
    default:
      return kinds[kind];
  }
}

function unhealthyOf({ about }: Alert): string {
  if (about?.sort !== 'check') return '异常：无法读取地址的持有者';
  if (about.name.startsWith(hostChecks)) return '异常：持有地址的主机已失效';
  return about.name === configCheck
    ? '异常：当前配置无法使用，继续使用之前的配置'
    : '异常：floatip doctor 发现问题';
}

function splitOf({ facts, about }: Alert): string {
  if (facts.vip !== undefined) return `本机不是 MASTER，但 ${facts.vip} 仍在本机网卡上`;
  if (about?.sort === 'instance') return '本机为 MASTER，另一台主机也自称 MASTER';
  return `本机为 MASTER，但地址反复被${by(facts)}`;
}

function whatOf(alert: Alert): readonly string[] {
  const { kind, facts, ended = [] } = alert;
  switch (kind) {
    case 'failed':
      return [`原因：${facts.reason ?? ''}`, ...toDo(facts.hint)];
    case 'unhealthy':
      return [`原因：${facts.reason ?? ''}`, ...toDo(facts.hint)];
    case 'contested':
      return toDo('确认是否有人手动或用其他工具移动了它：floatip history');
    case 'split-brain':
      return toDo(adviceFor(alert));
    case 'idle':
      return [
        '无人持有的地址不提供服务，且可能按小时计费',
        ...toDo('查看哪台主机是 MASTER：floatip status'),
      ];
    case 'recovered':
      return [...whyOver(facts), ...ended.map(({ since }) => lasted(since, alert.at))];
    default:
      return [];
  }
}

function adviceFor({ facts }: Alert): string {
  return facts.vip === undefined
    ? '检查主机之间能否互通：unicast_peer、防火墙、virtual_router_id'
    : `停止或启动本机的 keepalived，或移除该地址：ip addr del ${facts.vip}`;
}

function toDo(hint: string | undefined): readonly string[] {
  return hint === undefined ? [] : [`处理建议：${hint}`];
}

function causeOf({ cause }: Facts): readonly string[] {
  return cause === undefined ? [] : [`触发：${cause}`];
}

function whyOver(facts: Facts): readonly string[] {
  if (facts.because === 'not-ours') return ['本机不再需要持有它'];
  return facts.because === 'moved' ? [`地址已到达 ${to(facts)}`] : [];
}

function lasted(since: number, at: number): string {
  return `持续 ${Math.max(1, Math.round((at - since) / 1000))} 秒`;
}

function namesOf({ about, ended = [] }: Alert): readonly string[] {
  if (about?.sort === 'check') return ['检查未通过'];
  return [...new Set(ended.map(({ kind }) => troubles[kind]))];
}

function whereFrom(facts: Facts): string {
  const { from } = facts;
  return from === null || from === undefined ? '→ ' : `${nodeName(from, facts)} → `;
}

function to(facts: Facts): string {
  const { to: node } = facts;
  return node === null || node === undefined ? '本机' : nodeName(node, facts);
}

function howLong({ durationMs }: Facts): string {
  return durationMs === undefined ? '' : `，用时 ${(durationMs / 1000).toFixed(2)} 秒`;
}

/** The rest of a passive sentence. */
function by(facts: Facts): string {
  return facts.by === null || facts.by === undefined
    ? '释放'
    : ` ${nodeName(facts.by, facts)} 取走`;
}
