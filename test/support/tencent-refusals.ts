import { eipRefusals } from './tencent-refusals-eip.ts';
import { vpcRefusals } from './tencent-refusals-vpc.ts';

/** What Tencent Cloud refuses, one by one. */
export const refusals = Object.entries({ ...eipRefusals, ...vpcRefusals }).flatMap(
  ([action, rows]) =>
    rows.map(([code, what, parameters, first]) => ({ action, code, what, parameters, first })),
);
