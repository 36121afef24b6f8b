/** Where the APIs are, below the host that was asked: behind TLS, unless that is this machine itself. */
export const identityRoot = '/identity/v3';
export const networkRoot = '/networking';

export function catalogAt(host: string, region: string): readonly object[] {
  const isHere = /^(?:127\.|localhost|\[::1\])/.test(host);
  const base = `${isHere ? 'http' : 'https'}://${host}`;
  return [
    service('identity', `${base}${identityRoot}`, region),
    service('network', `${base}${networkRoot}`, region),
  ];
}

function service(type: string, url: string, region: string): object {
  const endpoints = ['admin', 'internal', 'public'].map((name) => ({
    id: `${type}-${name}`,
    interface: name,
    region,
    region_id: region,
    url,
  }));
  return { type, name: type, endpoints };
}
