import type { ControlExample } from '../../emulator/emulated-cloud.ts';
import { cloudEntries } from '../../emulator/registry.ts';

const control = '127.0.0.1:8080/_cloud/';
const titles = cloudEntries.map(([, { title }]) => title);
const services = cloudEntries.flatMap(
  ([
    ,
    {
      services: { api, metadata, others = [] },
    },
  ]) => [api, metadata, ...others],
);

/** What the help of `floatip cloud` says of the clouds that there are. */
export const cloudHelp = `
Examples:
  floatip cloud                                   two nodes in each cloud on 127.0.0.1:8080
  floatip cloud --print-topology > cloud.yaml     the same as a file, to change
  floatip cloud cloud.yaml

It behaves as the APIs and metadata services of ${listed(titles)} do, refuses what they
would refuse, and makes the trouble that you ask for:

  curl -X POST ${control}faults -d '{"match":{"method":"POST"},"fault":{"type":"lost"}}'
  curl ${control}requests             what it received
  curl ${control}state                who holds what
${cloudEntries.flatMap(([, { controlExamples }]) => controlExamples.map(curl)).join('\n')}

Faults: latency (ms), status (status, headers, body), html, reset, hang, truncate, lost, refuse
(code, message), action (ends: completed|errored|never, shows:
properly|missing|server-error|unknown-word, ms). A rule matches service, method, path (with *), node
and action, skips the first "skip" requests and applies to "times" of them (default 1, 0 means all).
Services: ${listed(services)}.
`;

function curl({ method, path, body }: ControlExample): string {
  const verb = method === 'POST' ? '' : `-X ${method} `;
  return `  curl ${verb}${control}${path} -d '${JSON.stringify(body)}'`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
