import { describe, expect, it } from 'vitest';

import { startPatient } from '../../support/doctor.ts';

describe('floatip doctor', () => {
  it('has nothing but ticks for a healthy host', async () => {
    const { checks, code, summary, text } = await startPatient().doctor();
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect({ code, fail: summary.fail }).toEqual({ code: 0, fail: 0 });
    expect(text).toContain(`${checks.length} ok`);
  });
});
