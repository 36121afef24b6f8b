import type { Alert } from './alert.ts';

/** In the words of PagerDuty (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/). */
export type Severity = 'critical' | 'error' | 'warning' | 'info';

const severities: Readonly<Record<Alert['kind'], Severity>> = {
  failed: 'critical',
  'split-brain': 'critical',
  unhealthy: 'error',
  contested: 'error',
  idle: 'warning',
  'taken-over': 'warning',
  recovered: 'info',
  test: 'info',
};

export function severityOf(kind: Alert['kind']): Severity {
  return severities[kind];
}
