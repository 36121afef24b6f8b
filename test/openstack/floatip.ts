import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What floatip printed as JSON, and its exit code. */
export interface Said {
  readonly code: number;
  readonly json: any;
  readonly stderr: string;
}

/** Runs the built command line. */
export function floatip(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Said> {
  const all = { PATH: process.env['PATH'] ?? '', ...env };
  return new Promise((resolve) => {
    const command = ['bin/floatip.js', ...args, '--json'];
    execFile(process.execPath, command, { env: all }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : 0;
      resolve({ code, json: stdout === '' ? undefined : JSON.parse(stdout), stderr });
    });
  });
}

/** Nova's metadata service, of which there is none without Nova. Returns its base URL, and how to end it. */
export async function serveMetadata(uuid: string): Promise<readonly [string, () => void]> {
  const server = createServer((request, response) => {
    const isIt = request.url === '/openstack/latest/meta_data.json';
    response.writeHead(isIt ? 200 : 404, { 'content-type': 'application/json' });
    response.end(isIt ? JSON.stringify({ uuid, availability_zone: 'nova' }) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return [`http://127.0.0.1:${port}`, () => server.close()];
}
