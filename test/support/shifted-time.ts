import { spawnSync } from 'node:child_process';

/** What makes unshare(1) start a process whose host seems to have been started so many seconds earlier. */
export function shiftedBy(seconds: number): readonly string[] {
  return ['--time', '--fork', '--boottime', String(seconds)];
}

/** Whether the kernel and this user can do that. */
export const canShiftTime = spawnSync('unshare', [...shiftedBy(1), 'true']).status === 0;
if (!canShiftTime) console.log('time namespaces are not tried: that needs root, and Linux 5.6');
