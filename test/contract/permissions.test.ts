import { describe, expect, it } from 'vitest';

import type { Place } from '../../src/emulator/tencent/entities.ts';
import { allClouds } from '../support/clouds.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { startInProcessCloud } from '../support/in-process-cloud.ts';
import { credential } from '../support/openstack-host.ts';
import { runMain } from '../support/run-main.ts';
import { temporaryFile } from '../support/temporary.ts';
import { hcloudToken, secretAccessKey, token } from '../support/token.ts';
import { awsKinds } from './aws-kinds.ts';
import type { CaseName } from './case-names.ts';
import { cases } from './cases.ts';
import { digitaloceanKinds } from './digitalocean-kinds.ts';
import { hetznerKinds } from './hetzner-kinds.ts';
import type { KindCase } from './kind-case.ts';
import { openstackKinds } from './openstack-kinds.ts';
import { expectMoved, sceneWith } from './scene.ts';
import type { Scene } from './scene.ts';
import { tencentKinds } from './tencent-kinds.ts';

/**
 * What `floatip init --policy` prints is enough for every command, and nothing of it is too much: a
 * token or key that may do all but one of these things fails somewhere. A program of the operator's has none of
 * that, which exec-permissions.test.ts holds to.
 */

type Scenario = (of: KindCase) => Promise<void>;

interface Grant {
  readonly name: string;
  readonly of: KindCase;
  /** What needs a permission that the usual ways do not need. */
  readonly rare?: readonly Scenario[];
}

/** All commands, and a change that fails, which somebody has to be allowed to see. */
const usual: readonly CaseName[] = [
  'status',
  'already mine',
  'move',
  'held by nobody',
  'dry run',
  'reconcile',
  'change fails',
  'release',
];

async function policyFor({ kind, entry, env = {} }: KindCase): Promise<readonly string[]> {
  const text = `addresses: [{ name: web, kind: ${kind}, ${entry} }]`;
  const clock = new FakeClock();
  const run = await runMain(['init', '--policy', '--json'], {
    clock,
    world: startInProcessCloud(clock),
    env: { ...env, FLOATIP_CONFIG: temporaryFile('config.yaml', text) },
  });
  const { digitalocean, tencent, hetzner, aws, openstack } = JSON.parse(run.stdout);
  if (hetzner !== undefined) return hetzner.permissions;
  if (openstack !== undefined) {
    return openstack.accessRules.map(({ method, path }: any) => `${method} ${path}`);
  }
  if (aws !== undefined) {
    return aws.Statement.flatMap(({ Action }: any) => Action).map((one: string) =>
      one.replace(/^ec2:/, ''),
    );
  }
  if (digitalocean !== undefined) return digitalocean.scopes;
  const [{ action }] = tencent.statement;
  // EIPs are granted under two services, as nobody says under which CAM looks.
  return [...new Set<string>(action.map((one: string) => one.replace(/^name\/(?:vpc|cvm):/, '')))];
}

/** The same cloud, in which the token or the key may do no more than this. */
function allowing(of: KindCase, permissions: readonly string[]): KindCase {
  const list = `['${permissions.join("', '")}']`;
  const topology = of.topology
    .replace(`{ token: ${token} }`, `{ token: ${token}, scopes: ${list} }`)
    .replace(
      `{ token: ${hcloudToken} }`,
      `{ token: ${hcloudToken}, permission: ${permissions[0] ?? 'Read'} }`,
    )
    .replace(credential.slice(0, -2), `$&, accessRules: ${list}`)
    .replace(
      `secretAccessKey: ${secretAccessKey} }`,
      `secretAccessKey: ${secretAccessKey}, actions: ${list} }`,
    )
    .replace(/(\{ secretId: AKIDtests, secretKey: \S+) \}/, `$1, actions: ${list} }`);
  expect(topology).not.toBe(of.topology);
  return { ...of, topology };
}

function placeEip({ host }: Scene, id: string, at: Place | null): void {
  const { tencent } = host.world.cloud;
  tencent.placeEip(tencent.eips.get(id)!, at);
}

/** A takeover in which the first change of one sort comes to nothing. */
async function takeAgain(scene: Scene, action: string): Promise<void> {
  const { host } = scene;
  const fault = { type: 'action', ends: 'errored', ms: 100 } as const;
  host.world.cloud.faults.add({ match: { action }, fault });
  await host.run('notify INSTANCE VI_1 MASTER 200');
  const run = await host.run('reconcile --json');
  expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
  expect(host.clock.now()).toBeLessThan(10_000);
}

const [eip, havip, privateIp] = tencentKinds as readonly [KindCase, KindCase, KindCase];

const fromHavip: Scenario = async (of) => {
  const scene = sceneWith(of, null);
  placeEip(scene, 'eip-11111111', { type: 'havip', havip: 'havip-22222222' });
  await takeAgain(scene, 'HaVipDisassociateAddressIp');
};

const scopeOfInterfaces: Scenario = async (of) => {
  const scoped = of.topology.replace(
    'eip: eip-33333333 }',
    'eip: eip-33333333, checkAssociate: true, associated: [eni-aaaaaaaa, eni-bbbbbbbb] }',
  );
  const scene = sceneWith({ ...of, topology: scoped }, of.other);
  expectMoved(scene, await scene.host.run('assign web --json'));
};

const bindingFrom =
  (at: Place | null, action: string): Scenario =>
  async (of) => {
    const scene = sceneWith(of, of.self);
    placeEip(scene, 'eip-33333333', at);
    await takeAgain(scene, action);
  };

/** Which network interfaces another instance has, only the API says. */
const toAnotherInstance: Scenario = async (of) => {
  const scene = sceneWith(of, of.self);
  const run = await scene.host.run(`assign web --to ${of.other} --json`);
  expect({ code: run.code, holder: of.holder(scene.host.world.cloud) }).toEqual({
    code: 0,
    holder: of.other,
  });
};

const grants: readonly Grant[] = [
  ...digitaloceanKinds.map((of) => ({ name: of.kind, of })),
  { name: eip.kind, of: eip, rare: [fromHavip] },
  { name: havip.kind, of: havip, rare: [scopeOfInterfaces] },
  {
    name: 'tencent-havip with an EIP',
    of: { ...havip, entry: `${havip.entry}, eip: 203.0.113.12` },
    rare: [
      scopeOfInterfaces,
      bindingFrom(null, 'HaVipAssociateAddressIp'),
      bindingFrom(
        { type: 'private-ip', interface: 'eni-cccccccc', ip: '10.0.5.22' },
        'DisassociateAddress',
      ),
      bindingFrom({ type: 'havip', havip: 'havip-22222222' }, 'HaVipDisassociateAddressIp'),
    ],
  },
  { name: privateIp.kind, of: privateIp },
  ...hetznerKinds.map((of) => ({ name: of.kind, of })),
  ...awsKinds.map((of) => ({ name: of.kind, of, rare: [toAnotherInstance] })),
  ...openstackKinds.map((of) => ({ name: of.kind, of })),
];

function scenariosOf({ of, rare = [] }: Grant): readonly Scenario[] {
  const applying = usual.filter((name) => of.skip[name] === undefined);
  return [...applying.map((name) => cases[name]), ...rare];
}

it('is looked at for every kind that floatip itself asks for', async () => {
  const all = (await allClouds().describeAll()).flatMap(({ kinds }) => kinds);
  const kinds = all.map(({ name }) => name).filter((name) => name !== 'exec');
  expect([...new Set(grants.map(({ of }) => of.kind))].toSorted()).toEqual(kinds.toSorted());
});

describe.each(grants)('the policy for $name', (grant) => {
  it('is enough', async () => {
    const of = allowing(grant.of, await policyFor(grant.of));
    for (const scenario of scenariosOf(grant)) await scenario(of);
  });

  it('is not too much', async () => {
    const policy = await policyFor(grant.of);
    const needless: string[] = [];
    for (const permission of policy) {
      const others = policy.filter((one) => one !== permission);
      if (!(await fails(grant, others))) needless.push(permission);
    }
    expect(needless).toEqual([]);
  });
});

async function fails(grant: Grant, permissions: readonly string[]): Promise<boolean> {
  const of = allowing(grant.of, permissions);
  for (const scenario of scenariosOf(grant)) {
    try {
      await scenario(of);
    } catch {
      return true;
    }
  }
  return false;
}
