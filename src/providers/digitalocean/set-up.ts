import { createHttp } from '../../lib/http.ts';
import { noCache } from '../no-cache.ts';
import type { SetUp } from '../set-up.ts';
import { createIdentity } from './identity.ts';

export const setUp: SetUp = {
  secrets: [{ key: 'tokenFile', file: 'do_token', what: 'API token' }],
  announced: {},
  identity({ metadata, clock, random, ...network }) {
    const http = createHttp({ clock, proxy: 'never', ...network });
    return createIdentity({ metadata, http, clock, random, cache: noCache });
  },
};
