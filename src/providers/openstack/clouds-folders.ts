import { join } from 'node:path';

import type { Given } from '../configured-cloud.ts';

/** Where the tools of OpenStack look for clouds.yaml, the first one first. keepalived's hooks have no HOME. */
export function usualFolders(variable: Given['variable']): readonly string[] {
  const home = variable('HOME');
  const own =
    variable('XDG_CONFIG_HOME') ?? (home === undefined ? undefined : join(home, '.config'));
  return [
    process.cwd(),
    ...(own === undefined ? [] : [join(own, 'openstack')]),
    '/etc/xdg/openstack',
    '/etc/openstack',
  ];
}
