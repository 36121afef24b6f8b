import { describe, expect, it } from 'vitest';

import { startPatient } from '../../support/doctor.ts';
import { faults } from './faults.ts';

describe('floatip doctor', () => {
  it('has nothing but ticks for a healthy host', async () => {
    const { checks, code, summary, text } = await startPatient().doctor();
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect({ code, fail: summary.fail }).toEqual({ code: 0, fail: 0 });
    expect(text).toContain(`${checks.length} ok`);
  });

  it.each(faults.map((fault) => [fault.what, fault] as const))('finds %s', async (_, fault) => {
    const host = startPatient(fault.host);
    fault.plant(host);
    const { checks, code, text } = await host.doctor();
    const found = checks.filter(({ id, status }) => id === fault.id && status === fault.status);
    expect(found.map(({ detail }) => detail).join('\n')).toMatch(fault.says);
    expect(found.map(({ fix }) => fix ?? '').join('\n')).toMatch(fault.fix);
    expect(code).toBe(checks.some(({ status }) => status === 'fail') ? 3 : 0);
    expect(text).toContain(fault.id);
    if (fault.mend === undefined) return;
    fault.mend(host);
    const after = await host.doctor();
    expect(
      after.checks.filter((check) => check.id === fault.id).map(({ status }) => status),
    ).not.toContain(fault.status);
  });
});
