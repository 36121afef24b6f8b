import { createBootCache } from '../../../../src/lib/files/boot-cache.ts';
import { openFolder } from '../../../../src/lib/files/shared-folder.ts';
import { listening } from '../../../support/doctor.ts';
import { token } from '../../../support/token.ts';
import { file } from './fault.ts';
import type { Fault } from './fault.ts';

export const networkFaults: readonly Fault[] = [
  {
    what: 'a name server that does not answer',
    id: 'dns.api',
    status: 'fail',
    says: 'api.cloud.test cannot be resolved: EAI_AGAIN',
    fix: '/etc/resolv.conf',
    plant(host) {
      const { lookup } = host.facts;
      const refuse = async (): Promise<never> => {
        throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' });
      };
      host.facts = {
        ...host.facts,
        lookup: (name) => (name.startsWith('api') ? refuse() : lookup(name)),
      };
    },
  },
  {
    what: 'a certificate of somebody in between',
    id: 'tls.certificate',
    status: 'fail',
    says: 'by Corporate Proxy, until 2027-01-01, which is not trusted: SELF_SIGNED_CERT_IN_CHAIN',
    fix: 'NODE_EXTRA_CA_CERTS',
    plant(host) {
      host.facts = {
        ...host.facts,
        certificateOf: async () => ({
          subject: '*',
          issuer: 'Corporate Proxy',
          endsAt: Date.UTC(2027, 0, 1),
          distrust: 'SELF_SIGNED_CERT_IN_CHAIN',
        }),
      };
    },
  },
  {
    what: 'a certificate that is about to end',
    id: 'tls.certificate',
    status: 'warn',
    says: 'which is soon',
    fix: 'Have it renewed',
    plant(host) {
      const shown = host.facts.certificateOf;
      host.facts = {
        ...host.facts,
        certificateOf: async (url, signal) => {
          const one = await shown(url, signal);
          return { ...one, endsAt: one.endsAt - 80 * 24 * 3600 * 1000 };
        },
      };
    },
  },
  {
    what: 'a proxy that hooks do not have',
    id: 'proxy.same',
    status: 'warn',
    says: 'This shell goes by http://proxy.test:3128',
    fix: 'systemctl edit keepalived',
    plant(host) {
      host.env['https_proxy'] = 'http://proxy.test:3128';
    },
    mend(host) {
      host.env['https_proxy'] = undefined;
    },
  },
  {
    what: 'a metadata service that hangs',
    id: 'metadata.answers',
    status: 'fail',
    says: 'No metadata of a Droplet',
    fix: 'Run floatip on the Droplet itself',
    plant(host) {
      const match = { service: 'digitalocean-metadata' } as const;
      host.world.cloud.faults.add({ match, times: 0, fault: { type: 'reset' } });
    },
    mend: (host) => host.world.cloud.faults.clear(),
  },
  {
    what: 'a metadata service that has fallen silent, after it had said who this is',
    id: 'metadata.answers',
    status: 'fail',
    says: 'No metadata of a Droplet',
    fix: 'Run floatip on the Droplet itself',
    plant(host) {
      const runtime = openFolder(host.path('run'));
      const self = { provider: 'digitalocean', node: '222', region: 'nyc3' };
      const key = `digitalocean ${host.world.metadata('222')}`;
      createBootCache(runtime, 'identity').set(key, self);
      const match = { service: 'digitalocean-metadata' } as const;
      host.world.cloud.faults.add({ match, times: 0, fault: { type: 'reset' } });
    },
    mend: (host) => host.world.cloud.faults.clear(),
  },
];

export const cloudFaults: readonly Fault[] = [
  {
    what: 'an API that hangs up',
    id: 'api.round-trip',
    status: 'fail',
    says: 'GET / at api.cloud.test',
    fix: 'curl -sv https://api.cloud.test/',
    plant({ world: { cloud } }) {
      const match = { service: 'digitalocean-api' } as const;
      cloud.faults.add({ match, times: 0, fault: { type: 'reset' } });
    },
    mend: (host) => host.world.cloud.faults.clear(),
  },
  {
    what: 'a token that the cloud does not know',
    id: 'cloud.credentials',
    status: 'fail',
    says: 'DigitalOcean refused the token',
    fix: 'has not expired or been revoked',
    plant: (host) => host.write('etc/do_token', 'dop_v1_unknown\n', 0o600),
  },
  {
    what: 'an address that is not in the account',
    id: 'cloud.listed',
    status: 'fail',
    says: 'knows no reserved IP 203.0.113.99',
    fix: 'the account that owns it',
    ...file('etc/config.yaml', '203.0.113.10', '203.0.113.99'),
  },
  {
    what: 'an address of another region',
    id: 'cloud.region',
    status: 'fail',
    says: 'belongs to region ams3',
    fix: 'reserve one in nyc3',
    ...file('etc/config.yaml', '203.0.113.10', '203.0.113.11'),
  },
  {
    what: 'an anchor IP that is on no interface',
    id: 'cloud.anchor',
    status: 'fail',
    says: '10.17.0.222, which is on no interface here',
    fix: 'ip address add 10.17.0.222',
    plant(host) {
      host.host = { ...host.host, hasIp: (ip) => ip === '10.0.0.2' };
    },
  },
  {
    what: 'nothing that listens',
    id: 'cloud.listener',
    status: 'warn',
    says: 'Nothing but SSH listens on 10.17.0.222',
    fix: 'ss -ltn',
    plant(host) {
      host.virtual['/proc/net/tcp'] = listening.replace(/.*:0050 .*\n/, '');
    },
    mend(host) {
      host.virtual['/proc/net/tcp'] = listening;
    },
  },
];

export const accountFaults: readonly Fault[] = [
  {
    what: 'another reserved IP on this Droplet',
    id: 'cloud.room',
    status: 'fail',
    says: 'This Droplet has reserved IP 203.0.113.12, which the config does not list',
    fix: 'floatip release 203.0.113.12 --from 222',
    host: { topology: account('{ ip: 203.0.113.12, region: nyc3, droplet: 222 }') },
    plant: () => {},
  },
  {
    what: 'a token that may not see Droplets',
    id: 'cloud.actions',
    status: 'fail',
    says: 'The token has not the scope droplet:read',
    fix: 'floatip init --policy',
    host: {
      topology: account('', ", scopes: ['reserved_ip:read', 'reserved_ip:update', 'actions:read']"),
    },
    plant: () => {},
  },
  {
    what: 'an account that is nearly out of requests',
    id: 'cloud.quota',
    status: 'warn',
    says: /^\d of 80 requests an hour are left/,
    fix: 'timing.interval',
    host: { topology: `${account('')}\n  limits: { perMinute: 250, perHour: 80 }` },
    plant({ world: { cloud } }) {
      const request = {
        service: 'digitalocean-api',
        method: 'GET',
        path: '/v2/reserved_ips',
        query: new URLSearchParams(),
        search: '',
        headers: { authorization: `Bearer ${token}` },
        body: '',
        node: undefined,
      } as const;
      for (let sent = 0; sent < 71; sent += 1) cloud.answer(request);
    },
  },
];

function account(more: string, scopes = ''): string {
  return `
digitalocean:
  tokens: [{ token: ${token}${scopes} }]
  droplets: [{ id: 111, name: lb1, region: nyc3 }, { id: 222, name: lb2, region: nyc3 }]
  reservedIps: [{ ip: 203.0.113.10, region: nyc3, droplet: 111 }${more === '' ? '' : `, ${more}`}]`;
}
