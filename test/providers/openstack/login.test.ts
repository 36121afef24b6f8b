import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openstackEndpoint } from '../../support/in-process-cloud.ts';
import { openstackEnv, openstackHost, openstackTopology } from '../../support/openstack-host.ts';
import type { OpenstackHost } from '../../support/openstack-host.ts';
import { reportOf } from '../../support/run-main.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { openstackSecret } from '../../support/token.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const web = 'name: web, ip: 203.0.113.40';
const authUrl = `${openstackEndpoint}/identity/v3`;

/** Nothing of an openrc file. */
const bare = Object.fromEntries(
  Object.keys(openstackEnv)
    .filter((name) => name.startsWith('OS_'))
    .map((name) => [name, undefined]),
);

const user = `users: [{ name: lb, password: ${openstackSecret}, project: web, domain: Default }]`;
const withUser = openstackTopology.replace('networks:', `${user}\n  networks:`);

const applicationCredential = `
clouds:
  prod:
    auth_type: v3applicationcredential
    auth:
      auth_url: ${authUrl}
      application_credential_id: floatip
      application_credential_secret: ${openstackSecret}
    region_name: RegionOne
    interface: internal
  other:
    auth: { auth_url: ${authUrl} }
`;

interface Files {
  readonly folder: string;
  write(name: string, text: string, mode?: number): string;
}

function files(): Files {
  const folder = temporaryFolder();
  return {
    folder,
    write(name, text, mode = 0o600) {
      const path = join(folder, name);
      writeFileSync(path, text);
      chmodSync(path, mode);
      return path;
    },
  };
}

function hostWith(
  settings: string,
  env: Readonly<Record<string, string | undefined>> = {},
  topology = withUser,
): OpenstackHost {
  const config = `providers: { openstack: { ${settings} } }\n`;
  return openstackHost([web], { config, env: { ...bare, ...env }, topology });
}

async function expectMoved(host: OpenstackHost): Promise<void> {
  const run = await host.run(master);
  expect(reportOf(run).results).toMatchObject([{ outcome: 'moved' }]);
  expect(run.stdout + run.stderr).not.toContain(openstackSecret);
}

async function refusal(host: OpenstackHost): Promise<string> {
  const run = await host.run('assign web');
  expect(run.code).not.toBe(0);
  expect(run.stdout + run.stderr).not.toContain(openstackSecret);
  expect(host.asked()).toEqual([]);
  return run.stderr;
}

describe('a cloud of clouds.yaml', () => {
  it('is found in the file that the config names', async () => {
    const path = files().write('clouds.yaml', applicationCredential);
    await expectMoved(hostWith(`cloud: prod, cloudsFile: ${path}`));
  });

  it.each(['HOME', 'XDG_CONFIG_HOME'])('is found below %s', async (variable) => {
    const { folder } = files();
    const own = variable === 'HOME' ? join(folder, '.config') : folder;
    mkdirSync(join(own, 'openstack'), { recursive: true });
    const path = join(own, 'openstack', 'clouds.yaml');
    writeFileSync(path, applicationCredential, { mode: 0o600 });
    await expectMoved(hostWith('cloud: prod', { [variable]: folder }));
  });

  it('is the one that OS_CLOUD names, in the file that OS_CLIENT_CONFIG_FILE names', async () => {
    const path = files().write('clouds.json', JSON.stringify({ clouds: { prod: entry() } }));
    const env = { OS_CLOUD: 'prod', OS_CLIENT_CONFIG_FILE: path };
    await expectMoved(hostWith('cloud: other', env));
  });

  it('may have its password in secure.yaml, and be open to read then', async () => {
    const { write } = files();
    const auth = `auth_url: ${authUrl}, username: lb, project_name: web`;
    const text = `clouds: { prod: { auth: { ${auth} }, region_name: RegionOne } }\n`;
    const path = write('clouds.yaml', text, 0o644);
    write('secure.yaml', `clouds: { prod: { auth: { password: ${openstackSecret} } } }\n`);
    await expectMoved(hostWith(`cloud: prod, cloudsFile: ${path}`));
  });

  it('is read again where Keystone refuses it', async () => {
    const { write } = files();
    const old = applicationCredential.replace(openstackSecret, 'one-that-was-deleted');
    const path = write('clouds.yaml', old);
    const host = hostWith(`cloud: prod, cloudsFile: ${path}`);
    const match = { service: 'openstack-metadata' };
    host.world.cloud.faults.add({ match, times: 0, fault: { type: 'latency', ms: 300 } });
    host.clock.after(100, () => void write('clouds.yaml', applicationCredential));
    await expectMoved(host);
    expect(host.world.cloud.received.list().filter(({ answer }) => answer === 401)).toHaveLength(1);
  });

  it.each([
    ['cloud: nope', {}, 'There is no cloud nope in'],
    ['cloud: other', {}, 'has neither application_credential_secret nor password'],
    ['cloud: prod', { mode: 0o644 }, 'is open to every user of this host'],
    ['cloud: prod', { mode: 0o602 }, 'may be written by every user of this host'],
    ['cloud: prod', { text: 'clouds: [' }, 'is not YAML'],
    ['cloud: prod', { text: 'cloud: {}' }, 'has no clouds: in it'],
    [
      'cloud: prod',
      { text: applicationCredential.replace('region_name', 'verify: false\n    region_name') },
      'verify: false would show the credential to anybody',
    ],
    [
      'cloud: prod',
      { text: applicationCredential.replace('v3applicationcredential', 'v3oidcpassword') },
      'cannot log in by auth_type v3oidcpassword',
    ],
    [
      'cloud: prod',
      { text: applicationCredential.replaceAll('https:', 'http:') },
      'expected https, because the token travels there',
    ],
    [
      'cloud: prod',
      { text: applicationCredential.replace('interface: internal', 'interface: local') },
      'has no interface local',
    ],
  ])(
    'is refused: %s %j',
    async (settings, { text = applicationCredential, mode = 0o600 }: any, words) => {
      const path = files().write('clouds.yaml', text, mode);
      expect(await refusal(hostWith(`${settings}, cloudsFile: ${path}`))).toContain(words);
    },
  );

  it('says where it was looked for', async () => {
    const { folder } = files();
    const said = await refusal(hostWith('cloud: prod', { HOME: folder }));
    expect(said).toContain(`There is no clouds.yaml with the cloud prod: looked in`);
    expect(said).toContain('/etc/openstack');
  });
});

function entry(): object {
  return {
    auth: {
      auth_url: openstackEndpoint + '/identity',
      application_credential_id: 'floatip',
      application_credential_secret: openstackSecret,
    },
  };
}

describe('an application credential', () => {
  it('may be in files', async () => {
    const { write } = files();
    const [id, secret] = [write('id', 'floatip\n'), write('secret', `${openstackSecret}\n`)];
    await expectMoved(
      hostWith(
        `authUrl: ${authUrl}, applicationCredentialIdFile: ${id}, applicationCredentialSecretFile: ${secret}`,
      ),
    );
  });

  it('may be a credential of systemd, which counts before the file', async () => {
    const { folder, write } = files();
    write('openstack_application_credential_id', 'floatip');
    write('openstack_application_credential_secret', openstackSecret);
    const path = write('clouds.yaml', applicationCredential.replace('id: floatip', 'id: another'));
    const env = { CREDENTIALS_DIRECTORY: folder };
    await expectMoved(hostWith(`cloud: prod, cloudsFile: ${path}`, env));
  });

  it('without a place for Keystone is refused in words', async () => {
    const { OS_AUTH_URL: _none, ...env } = openstackEnv;
    const said = await refusal(hostWith('', { ...env }));
    expect(said).toContain('Nothing says where Keystone is');
    expect(said).toContain('OS_AUTH_URL');
  });

  it('that Keystone refuses is told with its place', async () => {
    const env = { ...openstackEnv, OS_APPLICATION_CREDENTIAL_SECRET: 'wrong' };
    const run = await hostWith('', env).run('assign web');
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('OpenStack refused the credential');
    expect(run.stderr).toContain('the environment variable OS_APPLICATION_CREDENTIAL_SECRET');
  });
});

describe('a user with a password', () => {
  const openrc = {
    OS_AUTH_URL: authUrl,
    OS_USERNAME: 'lb',
    OS_PASSWORD: openstackSecret,
    OS_PROJECT_NAME: 'web',
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_ID: 'default',
    OS_REGION_NAME: 'RegionOne',
    OS_INTERFACE: 'publicURL',
  };

  it('may be that of an openrc file', async () => {
    await expectMoved(hostWith('', openrc));
  });

  it('needs a project', async () => {
    const said = await refusal(hostWith('', { ...openrc, OS_PROJECT_NAME: undefined }));
    expect(said).toContain('Nothing says which project of OpenStack is meant');
  });

  it('needs a password', async () => {
    const said = await refusal(hostWith('', { ...openrc, OS_PASSWORD: undefined }));
    expect(said).toContain('There is no password of the OpenStack user');
  });
});

it('nothing at all is said to be nothing, with what to do', async () => {
  const said = await refusal(hostWith(`authUrl: ${authUrl}`));
  expect(said).toContain('There is no credential of OpenStack');
  expect(said).toContain('clouds.yaml');
});
