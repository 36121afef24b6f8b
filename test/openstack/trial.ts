import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { logIn } from './admin.ts';
import { floatip, serveMetadata } from './floatip.ts';
import type { Said } from './floatip.ts';
import { makeCredential, makeProject } from './project.ts';
import type { RealServices } from './services.ts';
import { password } from './settings.ts';

/** Moves a floating IP of a real Neutron there and back. Throws what is not as it should be. */
export async function tryFloatip(
  services: RealServices,
  folder: string,
  tell: (line: string) => void,
): Promise<void> {
  const { identity } = services;
  const admin = await logIn(identity);
  const { lb1, lb2, floatingIp, portOfFloatingIp } = await makeProject(admin, services);
  const { ip } = floatingIp;
  tell(`floating IP ${ip} at ${lb1.id}; this is ${lb2.id}`);
  const [metadata, endMetadata] = await serveMetadata(lb2.id);
  const env = environment(folder, ip, {
    OS_AUTH_URL: identity,
    FLOATIP_OPENSTACK_METADATA: metadata,
  });
  const run = async (line: string, more: Env = {}): Promise<Said> => {
    const said = await floatip(line.split(' '), { ...env, ...more });
    tell(`floatip ${line}: ${said.code} ${summaryOf(said)}`);
    return said;
  };
  try {
    const { json } = await run('init --policy');
    const { id, secret } = await makeCredential(admin, identity, json.openstack);
    const key = { OS_APPLICATION_CREDENTIAL_ID: id, OS_APPLICATION_CREDENTIAL_SECRET: secret };

    assert.equal(ownerIn(await run('status', key)), lb1.id);
    assert.deepEqual(outcomeOf(await run('assign web', key)), ['moved', lb1.id, lb2.id]);
    assert.equal(await portOfFloatingIp(), lb2.port);
    assert.deepEqual(outcomeOf(await run('assign web', key)), ['already-held', lb2.id, lb2.id]);
    assert.deepEqual(outcomeOf(await run(`assign web --to ${lb1.id}`, key)).slice(0, 1), ['moved']);
    assert.equal(await portOfFloatingIp(), lb1.port);

    // As a user of clouds.yaml, who has no access rules.
    const user = { OS_CLOUD: 'loopback', OS_CLIENT_CONFIG_FILE: cloudsFile(folder, identity) };
    assert.deepEqual(outcomeOf(await run('assign web', user)).slice(0, 1), ['moved']);
    assert.deepEqual(outcomeOf(await run('release web', user)).slice(0, 1), ['released']);
    assert.equal(await portOfFloatingIp(), null);
    assert.deepEqual(outcomeOf(await run('assign web', user)), ['moved', null, lb2.id]);

    const stranger = await run('assign 198.18.0.250 --provider openstack', user);
    assert.equal(stranger.code, 3);
    assert.match(stranger.stderr, /knows no floating IP 198\.18\.0\.250/);
    const wrong = await run('assign web', { ...key, OS_APPLICATION_CREDENTIAL_SECRET: 'wrong' });
    assert.equal(wrong.code, 4);
  } finally {
    endMetadata();
  }
}

type Env = Readonly<Record<string, string>>;

function environment(folder: string, ip: string, more: Env): Env {
  const config = join(folder, 'config.yaml');
  writeFileSync(
    config,
    // One process with SQLite takes its time, on a machine that has other things to do.
    `timing: { request: 60s, deadline: 600s }\naddresses: [{ name: web, kind: openstack-floating-ip, ip: ${ip}, follow: VI_1 }]\n`,
  );
  const runtime = join(folder, 'floatip');
  mkdirSync(runtime);
  return {
    FLOATIP_CONFIG: config,
    FLOATIP_RUNTIME_DIR: runtime,
    FLOATIP_STATE_DIR: runtime,
    ...more,
  };
}

function cloudsFile(folder: string, identity: string): string {
  const path = join(folder, 'clouds.yaml');
  const auth = `auth_url: ${identity}, username: admin, password: ${password}, project_name: admin`;
  writeFileSync(path, `clouds: { loopback: { auth: { ${auth} }, region_name: RegionOne } }\n`, {
    mode: 0o600,
  });
  return path;
}

function ownerIn({ json }: Said): unknown {
  return json.addresses[0].owner.node;
}

function outcomeOf({ json, stderr }: Said): readonly unknown[] {
  if (json?.results === undefined) throw new Error(stderr);
  const [{ outcome, from, to, writes }] = json.results;
  assert.equal(writes, outcome === 'moved' || outcome === 'released' ? 1 : 0);
  return [outcome, from, to];
}

function summaryOf({ json, stderr }: Said): string {
  const [result] = json?.results ?? [];
  if (result === undefined) return stderr.split('\n')[0] ?? '';
  return `${result.outcome}, ${result.writes} write(s), ${result.durationMs} ms`;
}
