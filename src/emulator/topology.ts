import * as v from 'valibot';

import type { Problem } from '../lib/yaml/issue.ts';
import { parseYaml } from '../lib/yaml/yaml.ts';
import type { YamlSource } from '../lib/yaml/yaml.ts';
import { cloudEntries, sectionSchemas, withEmpty } from './registry.ts';
import type { Sections } from './registry.ts';
import { listen } from './topology-values.ts';

const topologyFile = v.strictObject({
  /** Where the APIs and the control endpoint listen. */
  listen: v.optional(listen, '127.0.0.1:8080'),
  ...sectionSchemas,
});

/** What runs in the embedded clouds, and where they listen. A cloud that is left out is empty. */
export interface Topology extends Sections {
  readonly listen: string;
}

/** Two load balancers in each cloud, and addresses for them; the default of `floatip cloud`. */
export const exampleTopology = `# An embedded cloud to rehearse on. Port 0 means: any free port, printed at start.
listen: 127.0.0.1:8080                 # the APIs of all clouds, and control under /_cloud
${cloudEntries.map(([, { example }]) => example).join('')}`;

/** Parses a topology. Throws `config` with every problem, each with file and line. */
export function parseTopology(source: YamlSource): Topology {
  const { value, refuse } = parseYaml(source, topologyFile);
  const { listen: at, ...given } = value;
  if (cloudEntries.every(([name]) => given[name] === undefined)) {
    const names = cloudEntries.map(([name]) => name).join(', ');
    refuse([{ path: [], text: `there is no cloud: expected one or more of ${names}` }]);
  }
  const parts = withEmpty(given);
  refuse(cloudEntries.flatMap(([name, cloud]) => below(name, cloud.problemsOf(parts[name]))));
  return { listen: at, ...parts };
}

function below(section: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, text }) => ({ path: [section, ...path], text }));
}
