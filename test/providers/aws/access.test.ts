import { describe, expect, it } from 'vitest';

import { awsHost } from '../../support/aws-host.ts';
import type { AwsHostOptions } from '../../support/aws-host.ts';
import { awsTopology } from '../../support/aws-topology.ts';
import { awsEndpoint } from '../../support/in-process-cloud.ts';
import { reportOf } from '../../support/run-main.ts';

const master = 'notify INSTANCE VI_1 MASTER 200 --json';
const eip = 'name: web, kind: aws-eip, id: eipalloc-00000001';
const keyless = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
const arn = 'arn:aws:iam::123456789012:role/floatip';

function withRole(ttlMs: number, more = ''): AwsHostOptions {
  const role = `  role: { name: floatip-host, ttlMs: ${ttlMs} }\n${more}`;
  return { topology: `${awsTopology}${role}`, env: keyless };
}

const credentialsPath = 'GET /latest/meta-data/iam/security-credentials/floatip-host';

describe('the role of the instance', () => {
  it('signs, with credentials that are fetched once', async () => {
    const host = awsHost([eip], withRole(3_600_000));
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.looked().filter((one) => one === credentialsPath)).toHaveLength(1);
  });

  it('has its credentials fetched anew while a takeover waits, before they end', async () => {
    const host = awsHost([eip], withRole(310_000));
    const match = { action: 'AssociateAddress' };
    host.world.cloud.faults.add({
      match,
      times: 0,
      fault: { type: 'refuse', code: 'RequestLimitExceeded' },
    });
    host.clock.after(400_000, () => host.world.cloud.faults.clear());
    const { results } = reportOf(await host.run(`${master} --timeout 600`));
    expect(results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.looked().filter((one) => one === credentialsPath).length).toBeGreaterThan(1);
  });

  it('has them fetched once more where AWS says that they have ended', async () => {
    const host = awsHost([eip], withRole(3_600_000));
    const match = { action: 'AssociateAddress' };
    host.world.cloud.faults.add({ match, fault: { type: 'refuse', code: 'RequestExpired' } });
    const { results } = reportOf(await host.run(master));
    // What was refused changed nothing, and both were sent.
    expect(results).toMatchObject([{ outcome: 'moved', writes: 2 }]);
    expect(host.looked().filter((one) => one === credentialsPath)).toHaveLength(2);
  });

  it('that is not there is said, with what to do', async () => {
    const run = await awsHost([eip], { env: keyless }).run(master);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('no role is bound to this instance');
  });

  it('shows nothing of its secrets', async () => {
    const host = awsHost([eip], withRole(3_600_000));
    host.world.cloud.faults.add({
      match: { service: 'aws-api' },
      times: 0,
      fault: { type: 'refuse', code: 'AuthFailure', message: 'no role-0123 here' },
    });
    const run = await host.run(master);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('Check that the role is still bound to the instance');
    expect(JSON.stringify(host.world.cloud.received.list())).not.toMatch(/role-[0-9a-f]{16}/);
  });
});

describe('assumeRole', () => {
  const assumable = (externalId = ''): string => `  assumable: [{ arn: '${arn}'${externalId} }]\n`;
  const settings = `{ assumeRole: { role: '${arn}', endpoint: '${awsEndpoint}' } }`;

  it('takes the role on with those of the instance, once', async () => {
    const host = awsHost([eip], { ...withRole(3_600_000, assumable()), settings });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.asked().filter((one) => one.startsWith('AssumeRole'))).toEqual([
      `AssumeRole RoleArn=${arn}&RoleSessionName=floatip&DurationSeconds=3600`,
    ]);
    expect(host.asked()[0]).toMatch(/^AssumeRole/);
  });

  it('says what the other account asks for', async () => {
    const wanted = settings.replace(', endpoint', ', externalId: ours, endpoint');
    const host = awsHost([eip], {
      topology: `${awsTopology}${assumable(', externalId: ours')}`,
      settings: wanted,
    });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
  });

  it('that is refused is not taken for a missing right to the address', async () => {
    const host = awsHost([eip], { settings });
    const run = await host.run(master);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain(`AWS answered AccessDenied for role ${arn}`);
    expect(run.stderr).toContain('Allow it sts:AssumeRole');
  });
});

describe('a clock that is off', () => {
  it.each([
    ['behind', -3_600_000],
    ['ahead', 3_600_000],
  ])('%s is corrected once, by the date of the answer', async (_, offMs) => {
    const host = awsHost([eip]);
    const { wall } = host.clock;
    const cloudTime = host.clock.wall;
    Object.assign(host.clock, { wall: () => wall() + offMs });
    // The cloud keeps its own time.
    Object.defineProperty(host.world.cloud.aws, 'now', { value: cloudTime });
    const { results } = reportOf(await host.run(master));
    expect(results).toMatchObject([{ outcome: 'moved' }]);
    const refused = host.world.cloud.received
      .list()
      .filter(({ answer }) => answer === 400 || answer === 401);
    expect(refused).toHaveLength(1);
  });

  it('is not why an unknown key is refused', async () => {
    const host = awsHost([eip], { env: { AWS_ACCESS_KEY_ID: 'AKIAOTHER' } });
    const run = await host.run(master);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('Check the access key id and the secret access key');
    expect(run.stderr).toContain('environment variable');
  });
});

describe('the session with the metadata service', () => {
  it('is one for all questions', async () => {
    const host = awsHost([eip], withRole(3_600_000));
    await host.run(master);
    expect(host.looked().filter((one) => one.startsWith('PUT'))).toHaveLength(1);
  });

  it('is begun anew where the service does not know it any more', async () => {
    const host = awsHost([eip]);
    const match = { service: 'aws-metadata', path: '*/interface-id' };
    host.world.cloud.faults.add({ match, fault: { type: 'status', status: 401 } });
    expect(reportOf(await host.run(master)).results).toMatchObject([{ outcome: 'moved' }]);
    expect(host.looked().filter((one) => one.startsWith('PUT'))).toHaveLength(2);
  });

  it('that cannot be had in a container says why', async () => {
    const topology = awsTopology.replace('name: lb2', 'name: lb2\n      hops: 2');
    const run = await awsHost([eip], { topology }).run('assign web');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('No metadata of a EC2 instance'.replace('a EC2', 'a EC2'));
  });
});
