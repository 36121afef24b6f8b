import { existsSync, readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { askCloud } from '../support/ask-cloud.ts';
import { hcloudToken } from '../support/token.ts';

/**
 * The bodies of the embedded cloud against a description of Hetzner Cloud's API, which is not part of this project:
 * without it beside the checkout, or at FLOATIP_SPEC, this is skipped. What floatip itself needs of them is in
 * fixtures/hetzner-bodies.json, and always there.
 */

const path = `${process.env['FLOATIP_SPEC'] ?? '../shared/spec'}/hetzner.json`;
const description = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
const extract = JSON.parse(readFileSync('test/fixtures/hetzner-bodies.json', 'utf8'));

const authorization = `Bearer ${hcloudToken}`;
const cloud = askCloud(
  `
hetzner:
  tokens: [{ token: ${hcloudToken} }]
  servers: [{ id: 111, name: lb1, location: fsn1 }, { id: 222, name: lb2, location: fsn1 }]
  floatingIps:
    - { id: 1, ip: 203.0.113.20, location: fsn1, server: 111 }
    - { id: 2, ip: '2001:db8:20::/64', location: fsn1 }
`,
  'hetzner',
);

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type. */
function withNull(schema: any): any {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, ...rest } = schema;
  const own = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, withNull(value)]),
  );
  return nullable === true ? { anyOf: [own, { type: 'null' }] } : own;
}

const requests = [
  ['get', '/floating_ips', '/floating_ips?per_page=1', undefined],
  ['get', '/floating_ips/{id}', '/floating_ips/1', undefined],
  ['get', '/floating_ips/{id}', '/floating_ips/2', undefined],
  ['post', '/floating_ips/{id}/actions/assign', '/floating_ips/1/actions/assign', { server: 222 }],
  ['get', '/actions/{id}', '/actions/1000013', undefined],
  ['get', '/actions', '/actions?id=1000013', undefined],
  ['get', '/floating_ips/{id}/actions', '/floating_ips/1/actions', undefined],
  ['post', '/floating_ips/{id}/actions/unassign', '/floating_ips/1/actions/unassign', undefined],
  ['get', '/floating_ips/{id}', '/floating_ips/99', undefined],
] as const;

function ask(method: 'get' | 'post', url: string, body: unknown): { status: number; body: any } {
  const at = `/v1${url}`;
  return method === 'get'
    ? cloud.get(at, authorization)
    : cloud.post(at, body ?? '', authorization);
}

describe.skipIf(description === undefined)('bodies as Hetzner describes them', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  if (description) ajv.addSchema(withNull({ $id: 'api', ...description }));

  it.each(requests)('%s %s', (method, template, url, body) => {
    const answer = ask(method, url, body);
    const { responses } = description.paths[template][method];
    const { content } = responses[answer.status] ?? responses['4xx'];
    const schema = JSON.stringify(withNull(content['application/json'].schema));
    const validate = ajv.compile(JSON.parse(schema.replaceAll('"#/', '"api#/')));
    expect(validate(answer.body) ? [] : validate.errors).toEqual([]);
  });
});

describe('bodies with what floatip reads of them', () => {
  const ajv = new Ajv({ allErrors: true });

  it.each([
    ['floatingIps', 'get', '/floating_ips', undefined],
    ['floatingIp', 'get', '/floating_ips/2', undefined],
    ['action', 'post', '/floating_ips/2/actions/assign', { server: 111 }],
    ['server', 'get', '/servers/111', undefined],
    ['error', 'get', '/servers/99', undefined],
  ] as const)('%s: %s %s', (name, method, url, body) => {
    const validate = ajv.compile(extract[name]);
    expect(validate(ask(method, url, body).body) ? [] : validate.errors).toEqual([]);
  });
});
