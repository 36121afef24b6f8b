import { spawnSync } from 'node:child_process';

/**
 * What forbids memory that is written and then executed, in front of a command: `MemoryDenyWriteExecute=` of
 * systemd is the first where the kernel has it (Linux 6.3), else the second.
 */
export const denyWriteExecute = {
  prctl: ['python3', '-c', program('assert libc.prctl(65, 1, 0, 0, 0) == 0')],
  seccomp: ['python3', '-c', program(seccompFilter())],
} as const;

/** Why such a sandbox cannot be made here, if it cannot. */
export function whyNoSandbox([command = '', ...args]: readonly string[]): string | undefined {
  const { status } = spawnSync(command, [...args, 'true']);
  return status === 0 ? undefined : 'this needs python3, and a kernel that has it';
}

function program(restrict: string): string {
  return `
import ctypes, os, struct, sys
libc = ctypes.CDLL(None)
${restrict}
os.execvp(sys.argv[1], sys.argv[1:])
`;
}

/** mprotect(2) to PROT_EXEC, and mmap(2) with PROT_WRITE and PROT_EXEC, by their numbers on x86-64: EPERM. */
function seccompFilter(): string {
  return `
assert os.uname().machine == 'x86_64'
load, jump_eq, jump_set, mask, leave = 0x20, 0x15, 0x45, 0x54, 0x06
program = b''.join(struct.pack('HBBI', *one) for one in [
  (load, 0, 0, 0),
  (jump_eq, 1, 0, 10),
  (jump_eq, 2, 5, 9),
  (load, 0, 0, 32),
  (jump_set, 4, 3, 4),
  (load, 0, 0, 32),
  (mask, 0, 0, 6),
  (jump_eq, 1, 0, 6),
  (leave, 0, 0, 0x7fff0000),
  (leave, 0, 0, 0x00050001),
])
text = ctypes.create_string_buffer(program)
class Filter(ctypes.Structure): _fields_ = [('length', ctypes.c_ushort), ('text', ctypes.c_void_p)]
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Filter(10, ctypes.addressof(text))), 0, 0) == 0`;
}
