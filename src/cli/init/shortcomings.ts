import { oversightsOf } from '../../config/oversights.ts';
import { warningsOf } from '../../config/warnings.ts';
import type { Clouds } from '../../providers/clouds.ts';
import { configYaml } from './config-yaml.ts';
import type { Plan } from './plan.ts';
import { readConfigText } from './read-config-text.ts';

/** What can be set up as it was said, and is hardly what was meant. */
export async function shortcomingsOf(plan: Plan, clouds: Clouds): Promise<readonly string[]> {
  const { instances, hosts, secrets, topology } = plan;
  const [self] = hosts;
  const config = await readConfigText('config.yaml', configYaml(self, secrets), clouds);
  const told = [
    ...(await warningsOf(config, clouds)),
    ...(await oversightsOf(config, undefined, clouds)),
  ];
  const idle = instances.filter(({ followers }) => followers.length === 0);
  const unfollowed = idle.map(
    ({ name }) => `no address follows ${name} yet: name one more with --address`,
  );
  const followed = new Set(instances.map(({ name }) => name));
  const strays = self.entries.filter(({ follow }) => !followed.has(follow));
  return [
    ...(topology === 'two-masters' ? unfollowed : []),
    ...strays.map(
      ({ name, follow }) => `${name} follows ${follow}, which is none of the instances here`,
    ),
    ...(plan.check !== undefined && plan.check.unit === undefined ? [unseenEnd] : []),
    ...told,
  ].map((text) => `floatip: ${text}`);
}

const unseenEnd =
  'the end of the service is seen by its check alone: --unit NAME has its systemd unit tell keepalived at once';
