import { describe, expect, it } from 'vitest';

import { answerControl } from '../../src/emulator/control.ts';
import { askTencent } from '../support/ask-tencent.ts';
import type { AskedTencent } from '../support/ask-tencent.ts';
import { tencentTopology } from '../support/tencent-topology.ts';

function control(asked: AskedTencent, call: string, body: object = {}): any {
  const [method = '', path = ''] = call.split(' ');
  const { status, body: text } = answerControl(asked.cloud, {
    method,
    path,
    body: JSON.stringify(body),
  });
  return { status, ...JSON.parse(text) };
}

function stateOf(asked: AskedTencent): any {
  const { eips, havips, interfaces } = control(asked, 'GET /state').tencent;
  const byId = (list: any[]) => Object.fromEntries(list.map((one) => [one.id, one]));
  return { ...byId(eips), ...byId(havips), ...byId(interfaces) };
}

const start = (): AskedTencent => askTencent(tencentTopology());

describe('the remote control of an embedded Tencent Cloud', () => {
  it('shows who holds what, and what is idle', () => {
    const cloud = start();
    cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    expect(stateOf(cloud)).toMatchObject({
      'eip-11111111': { status: 'UNBINDING', instance: 'ins-aaaaaaaa', idle: false },
      'eip-22222222': { status: 'UNBIND', place: null, instance: null, idle: true },
      'eip-33333333': { place: { type: 'havip', havip: 'havip-11111111' }, idle: false },
      'havip-11111111': { instance: 'ins-aaaaaaaa', eip: 'eip-33333333', driftsTo: null },
      'havip-22222222': { interface: null, associated: ['ins-aaaaaaaa'] },
      'eni-aaaaaaaa': { instance: 'ins-aaaaaaaa', ips: ['10.0.4.20', '10.0.4.30'] },
    });
    control(cloud, 'PUT /tencent/havips/havip-11111111', { interface: null });
    expect(stateOf(cloud)['eip-33333333']).toMatchObject({ status: 'BIND', idle: true });
  });

  it.each([
    [{ instance: 'ins-bbbbbbbb' }, { status: 'BIND', instance: 'ins-bbbbbbbb' }],
    [
      { interface: 'eni-b2b2b2b2', privateIp: '10.0.5.31' },
      { status: 'BIND', instance: 'ins-bbbbbbbb' },
    ],
    [{ havip: 'havip-22222222' }, { status: 'BIND', instance: null, idle: true }],
    [{ instance: null }, { status: 'UNBIND', place: null }],
  ])('places an EIP by hand: %j', (body, state) => {
    const cloud = start();
    cloud.call('DisassociateAddress', { AddressId: 'eip-11111111' });
    const path = 'PUT /tencent/eips/eip-11111111';
    expect(control(cloud, path, body)).toMatchObject(state);
    // What was going on with it is over.
    cloud.nowMs += 10_000;
    expect(stateOf(cloud)['eip-11111111']).toMatchObject(state);
  });

  it('places HAVIPs and private IPs by hand', () => {
    const cloud = start();
    control(cloud, 'PUT /tencent/havips/havip-22222222', { interface: 'eni-bbbbbbbb' });
    control(cloud, 'PUT /tencent/private_ips/10.0.4.30', { interface: 'eni-bbbbbbbb' });
    control(cloud, 'PUT /tencent/private_ips/10.0.4.50', { interface: 'eni-bbbbbbbb' });
    control(cloud, 'PUT /tencent/private_ips/10.0.5.31', { interface: null });
    expect(stateOf(cloud)).toMatchObject({
      'havip-22222222': { instance: 'ins-bbbbbbbb' },
      'eni-aaaaaaaa': { ips: ['10.0.4.20'] },
      'eni-bbbbbbbb': { ips: ['10.0.4.21', '10.0.4.30', '10.0.4.50'] },
      'eni-b2b2b2b2': { ips: ['10.0.5.21'] },
    });
  });

  it('announces for a guest', () => {
    const cloud = start();
    const announce = (from: string) =>
      control(cloud, 'POST /tencent/announce', { havip: '10.0.4.99', interface: from }).outcome;
    expect(announce('eni-bbbbbbbb')).toBe('drifts');
    expect(stateOf(cloud)['havip-11111111']).toMatchObject({ driftsTo: 'eni-bbbbbbbb' });
    cloud.nowMs += 2000;
    expect(stateOf(cloud)['havip-11111111']).toMatchObject({
      instance: 'ins-bbbbbbbb',
      flushed: '2026-11-21 08:00:02',
      announcements: 1,
    });
    expect(announce('52:54:00:00:00:b2')).toBe('other-subnet');
  });

  it.each([
    ['PUT /tencent/eips/eip-99999999', { instance: null }],
    ['PUT /tencent/eips/eip-11111111', { instance: 'ins-99999999' }],
    ['PUT /tencent/eips/eip-11111111', { interface: 'eni-bbbbbbbb', privateIp: '10.0.4.20' }],
    ['PUT /tencent/eips/eip-11111111', { havip: 'havip-11111111' }],
    ['PUT /tencent/eips/eip-11111111', { droplet: 111 }],
    ['PUT /tencent/havips/havip-11111111', { interface: 'eni-99999999' }],
    ['PUT /tencent/private_ips/10.0.4.20', { interface: 'eni-bbbbbbbb' }],
    ['PUT /tencent/private_ips/10.0.4.30', { interface: 'eni-b2b2b2b2' }],
    ['POST /tencent/announce', { havip: 'havip-99999999', interface: 'eni-bbbbbbbb' }],
  ])('refuses %s %j', (call, body) => {
    const cloud = start();
    const before = stateOf(cloud);
    expect(control(cloud, call, body).status).toBe(400);
    expect(stateOf(cloud)).toEqual(before);
  });
});

describe('fault rules for Tencent Cloud', () => {
  it('apply to an action, and count', () => {
    const cloud = start();
    control(cloud, 'POST /faults', {
      match: { service: 'tencent-api', action: 'DescribeHaVips' },
      skip: 1,
      times: 2,
      fault: { type: 'refuse', code: 'DesOperation.MutexTaskRunning' },
    });
    expect(cloud.code('DescribeAddresses')).toBeUndefined();
    const codes = [1, 2, 3, 4].map(() => cloud.code('DescribeHaVips'));
    const refused = 'DesOperation.MutexTaskRunning';
    expect(codes).toEqual([undefined, refused, refused, undefined]);
  });

  it('interrupt requests, and spoil answers after the change', () => {
    const cloud = start();
    const end = (type: 'reset' | 'hang' | 'lost' | 'truncate' | 'html') => {
      cloud.cloud.faults.add({ match: { service: 'tencent-api' }, fault: { type } });
      const signed = cloud.sign('DisassociateAddress', { AddressId: 'eip-11111111' });
      const { ending } = cloud.cloud.answer(signed);
      return [ending.type, stateOf(cloud)['eip-11111111'].status];
    };
    expect(end('reset')).toEqual(['reset', 'BIND']);
    expect(end('hang')).toEqual(['hang', 'BIND']);
    expect(end('html')).toEqual(['reply', 'BIND']);
    expect(end('lost')).toEqual(['reset', 'UNBINDING']);
    expect(end('truncate')).toEqual(['truncate', 'UNBINDING']);
  });

  it('apply to the metadata service of one instance', () => {
    const cloud = start();
    const match = { service: 'tencent-metadata', node: 'ins-bbbbbbbb', path: '*/mac' } as const;
    cloud.cloud.faults.add({ match, fault: { type: 'status', status: 503 } });
    const ask = (node: string) => cloud.metadata(node, '/latest/meta-data/mac').status;
    expect([ask('ins-aaaaaaaa'), ask('ins-bbbbbbbb'), ask('ins-bbbbbbbb')]).toEqual([
      200, 503, 200,
    ]);
  });

  it('refuse with a code nowhere else', () => {
    const rule = { match: { action: 'x' }, fault: { type: 'refuse', code: 'InternalError' } };
    expect(control(start(), 'POST /faults', rule)).toMatchObject({ status: 400 });
  });
});
