import { Failure } from '../../ports/failure.ts';
import type { Trigger } from '../../ports/trigger.ts';
import type { TriggerTools } from '../trigger-tools.ts';
import type { LeaseSettings } from './lease-settings.ts';

export interface OpenLeaseOptions {
  readonly name: string;
  readonly settings: LeaseSettings;
  readonly tools: TriggerTools;
  readonly isToWatch: boolean;
}

export function openLease({ name }: OpenLeaseOptions): Trigger {
  throw new Failure('config', `No lease ${name}`);
}
