import { createHttp } from '../../lib/http.ts';
import { noCache } from '../no-cache.ts';
import type { SetUp } from '../set-up.ts';
import { createIdentity } from './identity.ts';
import { byNameOrIp } from './metadata-ip.ts';

export const setUp: SetUp = {
  // The role of the host will do.
  secrets: [],
  // https://cloud.tencent.com/document/product/215/20186
  announced: { 'tencent-havip': ['garp_master_delay 1', 'garp_master_refresh 5'] },
  identity({ metadata, clock, random, ...network }) {
    const http = byNameOrIp(createHttp({ clock, proxy: 'never', ...network }), clock);
    return createIdentity({ metadata, http, clock, random, cache: noCache });
  },
};
