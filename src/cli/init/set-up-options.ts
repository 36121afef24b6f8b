import { InvalidArgumentError, Option } from 'commander';

import { detections } from '../../core/detection.ts';
import type { Detection } from '../../core/detection.ts';
import { topologies, ways } from './choices.ts';
import type { Topology, Way } from './choices.ts';

/** What `floatip init` is told of a pair of hosts. */
export interface SetUpOptions {
  readonly topology?: Topology;
  readonly address?: readonly string[];
  readonly self?: string;
  readonly peer?: string;
  readonly selfName?: string;
  readonly peerName?: string;
  readonly interface?: string;
  readonly vip?: readonly string[];
  readonly vrid?: number;
  readonly instance?: readonly string[];
  readonly by?: Way;
  readonly check?: string;
  readonly unit?: string;
  readonly detect?: Detection;
}

export interface OutputOptions {
  readonly from?: string;
  readonly write?: string;
  readonly force?: true;
}

export function setUpOptions(): readonly Option[] {
  return [...pairOptions(), ...mannerOptions(), ...outputOptions()];
}

/** Who they are, and what they share. */
function pairOptions(): readonly Option[] {
  return [
    new Option(
      '--topology <shape>',
      'a pair that takes the address back once the first host is well again (default), one that does not, or one where each host has addresses',
    ).choices(topologies),
    new Option(
      '--address <kind:ip...>',
      'an address of the pair, by its IP or id; further keys of the config after commas: KIND:IP,key=value',
    ),
    new Option('--self <ip>', 'private IP of the host that has the address at first'),
    new Option('--peer <ip>', 'private IP of the other host'),
    new Option('--self-name <name>', 'what the first host is called (default: its IP)'),
    new Option('--peer-name <name>', 'what the other host is called (default: its IP)'),
    new Option('--interface <name>', 'interface of the private network, such as eth1'),
    new Option(
      '--vip <ip...>',
      'IP that keepalived puts on the interface of the master, one for each instance',
    ),
    new Option(
      '--vrid <number>',
      'virtual_router_id of the first instance (default: 51)',
    ).argParser(parseRouterId),
    new Option('--instance <name...>', 'names of the instances (default: VI_1, VI_2)'),
  ];
}

/** How they go about it. */
function mannerOptions(): readonly Option[] {
  return [
    new Option('--by <way>', 'how floatip hears of keepalived (default: both)').choices(ways),
    new Option(
      '--check <service>',
      'what has to be well on the master: nginx, haproxy, tcp:PORT or a URL',
    ),
    new Option('--unit <name>', 'systemd unit of that service, where its name is another'),
    new Option(
      '--detect <speed>',
      'how soon a dead host is missed, against how much jitter is put up with (default: balanced)',
    ).choices(detections),
  ];
}

function outputOptions(): readonly Option[] {
  return [
    new Option(
      '--from <file>',
      'propose the config for a keepalived.conf that is there, and the lines that it lacks',
    ),
    new Option('--write <folder>', 'write the files of both hosts there, below the name of each'),
    new Option('--force', 'overwrite files that differ'),
  ];
}

function parseRouterId(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 255) return number;
  throw new InvalidArgumentError('It must be a number from 1 to 255.');
}
