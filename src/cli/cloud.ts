import type { Command } from 'commander';

import type { Context } from './context.ts';
import type { CloudOptions } from './run-cloud.ts';

const help = `
Examples:
  floatip cloud                                   two nodes in each cloud on 127.0.0.1:8080
  floatip cloud --print-topology > cloud.yaml     the same as a file, to change
  floatip cloud cloud.yaml

It behaves as the APIs and metadata services of DigitalOcean and Tencent Cloud do, refuses what they
would refuse, and makes the trouble that you ask for:

  curl -X POST 127.0.0.1:8080/_cloud/faults -d '{"match":{"method":"POST"},"fault":{"type":"lost"}}'
  curl 127.0.0.1:8080/_cloud/requests             what it received
  curl 127.0.0.1:8080/_cloud/state                who holds what
  curl -X PUT 127.0.0.1:8080/_cloud/digitalocean/reserved_ips/203.0.113.10 -d '{"droplet":111}'
  curl -X PUT 127.0.0.1:8080/_cloud/tencent/eips/eip-web00001 -d '{"instance":"ins-lb100001"}'
  curl 127.0.0.1:8080/_cloud/tencent/announce -d '{"havip":"10.0.4.99","interface":"eni-lb200002"}'

Faults: latency (ms), status (status, headers, body), html, reset, hang, truncate, lost, refuse
(code, message), action (ends: completed|errored|never, shows:
properly|missing|server-error|unknown-word, ms). A rule matches service, method, path (with *), node
and action, skips the first "skip" requests and applies to "times" of them (default 1, 0 means all).
Services: digitalocean-api, digitalocean-metadata, tencent-api, tencent-metadata, and tencent-arp, the
announcements that move a HAVIP.
`;

export function addCloud(program: Command, context: Context): void {
  program
    .command('cloud')
    .summary('run an embedded cloud to rehearse on')
    .description('Run an embedded cloud to rehearse failovers on, until interrupted.')
    .argument('[topology]', 'YAML file that says what runs in it (default: a small example)')
    .option('--print-topology', 'print the example topology and exit')
    .option('--json', 'print where it listens as one JSON object')
    .addHelpText('after', help)
    .action(async (path: string | undefined, options: CloudOptions) => {
      const { runCloud } = await import('./run-cloud.ts');
      await runCloud(path, options, context.io);
    });
}
