import { describe, expect, it } from 'vitest';

import { bodyFor, conditionFor } from '../../../src/providers/openstack/association.ts';

const port = 'fc861431-0e6c-4842-a0ed-e2363f9bc302';

describe('the body of a PUT', () => {
  it('has the port in it', () => {
    expect(bodyFor({ to: 'port', port })).toEqual({ floatingip: { port_id: port } });
    expect(bodyFor({ to: 'port', port, fixedIp: '10.0.7.32' })).toEqual({
      floatingip: { port_id: port, fixed_ip_address: '10.0.7.32' },
    });
  });

  it('takes the floating IP from everybody only where that is said in full', () => {
    expect(JSON.stringify(bodyFor({ to: 'nothing' }))).toBe('{"floatingip":{"port_id":null}}');
  });

  it.each([undefined, null, '', 'null', 'port', 7, {}, port.slice(1), `${port} `])(
    'is not made for a port that is %j',
    (wrong: any) => {
      expect(() => bodyFor({ to: 'port', port: wrong })).toThrow('Not the id of a port');
    },
  );
});

describe('the condition of a PUT', () => {
  it('is that of a release alone: whoever takes it takes it from anybody', () => {
    expect(conditionFor({ to: 'nothing', revision: 7 })).toEqual({
      'if-match': 'revision_number=7',
    });
    expect(conditionFor({ to: 'nothing' })).toEqual({});
    expect(conditionFor({ to: 'port', port })).toEqual({});
  });
});
