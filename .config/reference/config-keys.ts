import { configOf } from '../../src/config/config.ts';
import { clouds } from './clouds.ts';
import { configSchema, kindsIn, pathsIn } from './json-schema.ts';
import type { Schema } from './json-schema.ts';
import { markdownTable } from './markdown-table.ts';
import { commonMeanings, kindMeanings, settingMeanings, wordyDefaults } from './meanings.ts';

/** What the config file may say, as its schema has it. */

/** Everything but the addresses. */
export function settingsReference(): string {
  const rows = pathsIn(configSchema()).map((path) => [
    `\`${path}\``,
    meaningOf(settingMeanings, path),
    wordyDefaults[path] ?? defaults[path] ?? '',
  ]);
  return markdownTable([['key', 'what it is', 'default'], ...rows]);
}

/** What every address may have. */
export function addressReference(): string {
  const [kind = {}] = kindsIn(configSchema()).values();
  return tableOf(kind, commonMeanings, Object.keys(commonMeanings));
}

/** What the kinds of a cloud have besides: a table for each. */
export function kindsReference(cloud: string): string {
  const kinds = [...kindsIn(configSchema())].filter(
    ([name]) => name === cloud || name.startsWith(`${cloud}-`),
  );
  const sections = kinds.map(([name, schema]) => {
    const own = Object.keys(schema.properties ?? {}).filter((key) => !(key in commonMeanings));
    return `\`${name}\`:\n\n${tableOf(schema, kindMeanings[name] ?? {}, own)}`;
  });
  return sections.join('\n\n');
}

function tableOf(
  { required = [] }: Schema,
  meanings: Readonly<Record<string, string>>,
  keys: readonly string[],
): string {
  const rows = keys.map((key) => [
    `\`${key}\``,
    required.includes(key) ? 'yes' : '',
    meaningOf(meanings, key),
  ]);
  return markdownTable([['key', 'needed', 'what it is'], ...rows]);
}

function meaningOf(meanings: Readonly<Record<string, string>>, key: string): string {
  const meaning = meanings[key];
  if (meaning === undefined) {
    throw new Error(
      `Nobody says what ${key} is: enter it in .config/reference/meanings.ts, or in meanings.ts of its cloud`,
    );
  }
  return meaning;
}

const { timing, cloud } = configOf({}, { path: undefined, env: {}, clouds });

/** Of each cloud, those settings that are called as in the config file. */
const cloudDefaults = await Promise.all(
  clouds.names.map(async (name) => {
    const { settings } = await cloud(name);
    return Object.entries(settings).flatMap(([key, value]) =>
      typeof value === 'string' ? [[`providers.${name}.${key}`, `\`${value}\``] as const] : [],
    );
  }),
);

const defaults: Readonly<Record<string, string>> = {
  ...Object.fromEntries(cloudDefaults.flat()),
  'timing.request': inSeconds(timing.requestMs),
  'timing.deadline': inSeconds(timing.deadlineMs),
  'timing.interval': inSeconds(timing.intervalMs),
};

function inSeconds(ms: number): string {
  return `\`${ms / 1000}s\``;
}
