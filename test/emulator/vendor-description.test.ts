import { existsSync, readFileSync } from 'node:fs';

import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { askCloud } from '../support/ask-cloud.ts';
import { token } from '../support/token.ts';

/**
 * The bodies of the embedded cloud against DigitalOcean's own API description, which is not part of
 * this project: without it beside the checkout, or at FLOATIP_SPEC, this is skipped.
 */

const folder = process.env['FLOATIP_SPEC'] ?? '../shared/spec';
const path = `${folder}/digitalocean.openapi.json`;
const description = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;

const cloud = askCloud(`
digitalocean:
  tokens: [{ token: ${token} }]
  actionMs: 1000
  droplets: [{ id: 111, name: lb1, region: nyc3 }, { id: 222, name: lb2, region: nyc3 }]
  reservedIps:
    - { ip: 203.0.113.10, region: nyc3, droplet: 111 }
    - { ip: 203.0.113.11, region: nyc3 }
    - { ip: '2001:db8::10', region: nyc3, droplet: 111 }
    - { ip: '2001:db8::11', region: nyc3 }
`);

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

function schemaOf(method: string, template: string, status: number): object {
  const { responses } = description.paths[template][method];
  let response = responses[status] ?? responses.default;
  const [, name] = /\/responses\/(.*)$/.exec(response.$ref ?? '') ?? [];
  if (name !== undefined) response = description.components.responses[name];
  return response.content['application/json'].schema;
}

describe.skipIf(description === undefined)('bodies as DigitalOcean describes them', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  if (description) ajv.addSchema(withNull({ $id: 'api', ...description }));

  it.each([
    ['get', '/v2/account', '/v2/account', undefined],
    ['get', '/v2/droplets', '/v2/droplets', undefined],
    ['get', '/v2/droplets/{droplet_id}', '/v2/droplets/111', undefined],
    ['get', '/v2/reserved_ips', '/v2/reserved_ips?per_page=1', undefined],
    ['get', '/v2/reserved_ips/{reserved_ip}', '/v2/reserved_ips/203.0.113.10', undefined],
    ['get', '/v2/reserved_ips/{reserved_ip}', '/v2/reserved_ips/203.0.113.11', undefined],
    ['get', '/v2/reserved_ips/{reserved_ip}', '/v2/reserved_ips/203.0.113.99', undefined],
    [
      'post',
      '/v2/reserved_ips/{reserved_ip}/actions',
      '/v2/reserved_ips/203.0.113.10/actions',
      { type: 'unassign' },
    ],
    [
      'post',
      '/v2/reserved_ips/{reserved_ip}/actions',
      '/v2/reserved_ips/203.0.113.10/actions',
      { type: 'no' },
    ],
    [
      'get',
      '/v2/reserved_ips/{reserved_ip}/actions',
      '/v2/reserved_ips/203.0.113.10/actions',
      undefined,
    ],
    ['get', '/v2/actions/{action_id}', '/v2/actions/72531856', undefined],
    ['get', '/v2/reserved_ipv6', '/v2/reserved_ipv6', undefined],
    ['get', '/v2/reserved_ipv6/{reserved_ipv6}', '/v2/reserved_ipv6/2001:db8::10', undefined],
    ['get', '/v2/reserved_ipv6/{reserved_ipv6}', '/v2/reserved_ipv6/2001:db8::11', undefined],
    [
      'post',
      '/v2/reserved_ipv6/{reserved_ipv6}/actions',
      '/v2/reserved_ipv6/2001:db8::10/actions',
      { type: 'assign', droplet_id: 222 },
    ],
    ['get', '/v2/floating_ips/{floating_ip}', '/v2/floating_ips/203.0.113.10', undefined],
  ])('%s %s', (method, template, url, body) => {
    const answer = method === 'get' ? cloud.get(url) : cloud.post(url, body);
    const schema = schemaOf(method, template, answer.status);
    const validate = ajv.compile(
      JSON.parse(JSON.stringify(withNull(schema)).replaceAll('"#/', '"api#/')),
    );
    expect(validate(answer.body) ? [] : validate.errors).toEqual([]);
    expect(Object.keys(answer.body).length).toBeGreaterThan(0);
  });

  it('every operation of the description is there', () => {
    const missing = Object.entries(description.paths).flatMap(
      ([template, operations]: [string, any]) =>
        Object.keys(operations)
          .filter((method) => method === 'get' || method === 'post')
          .filter((method) => {
            const url = template
              .replace(/\{(reserved_ip|floating_ip)\}/, '203.0.113.10')
              .replace('{reserved_ipv6}', '2001:db8::10')
              .replace('{droplet_id}', '111')
              .replace('{action_id}', '72531856');
            const { status } = method === 'get' ? cloud.get(url) : cloud.post(url, {});
            return status === 404;
          })
          .map((method) => `${method} ${template}`),
    );
    expect(missing).toEqual([]);
  });
});
