import { isRecord } from '../lib/json.ts';
import { coalesced } from './coalesced.ts';
import type { Access, ConfiguredCloud, Given } from './configured-cloud.ts';
import type { Connection, Tools } from './connection.ts';
import type { CloudDescription } from './description.ts';
import type { SecretSpec } from './secret-spec.ts';

/** A description as its folder writes it, with the types of its own settings. */
export interface CloudDefinition<Section extends object, Settings extends object> extends Omit<
  CloudDescription,
  'configure'
> {
  /** Its settings, given its part of the config file: all keys may be missing there. */
  settingsOf(section: Partial<Section>, given: Given): Settings;
  /** Where its secret comes from, where it has one. */
  secretOf?(settings: Settings): SecretSpec;
  /** Loads what talks to the cloud, and connects. Sends nothing yet. */
  connect(settings: Settings, access: Access, tools: Tools): Promise<Connection>;
}

/** Hides the types of a cloud's settings from everybody else. */
export function defineCloud<Section extends object, Settings extends object>(
  definition: CloudDefinition<Section, Settings>,
): CloudDescription {
  const { settingsOf, secretOf, connect, ...rest } = definition;
  return {
    ...rest,
    configure(section, given): ConfiguredCloud {
      const settings = settingsOf(isSection<Section>(section) ? section : {}, given);
      return {
        settings,
        secret: secretOf?.(settings),
        async connect(access, tools) {
          const connection = await connect(settings, access, tools);
          return { ...connection, provider: coalesced(connection.provider, tools.clock) };
        },
      };
    },
  };
}

/** What a file says was checked against the schema of its cloud before it got here. */
function isSection<Section extends object>(section: unknown): section is Partial<Section> {
  return isRecord(section);
}
