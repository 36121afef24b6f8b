import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Edition } from './command-page.ts';
import * as roff from './roff.ts';
import { tablesIn } from './tables.ts';
import type { Table } from './tables.ts';

/** floatip.yaml(5), from the tables of docs/ that `npm run docs` writes after the schema. */
export function configPage(edition: Edition): string {
  const configure = readFileSync('docs/configure.md', 'utf8');
  return [
    roff.title({ ...edition, name: 'floatip.yaml', section: 5 }),
    roff.heading('Name'),
    String.raw`floatip.yaml \- config file of floatip, /etc/floatip/config.yaml`,
    roff.heading('Description'),
    roff.plain(
      'A YAML file. Another one is named by `--config` or `FLOATIP_CONFIG`; without any, `floatip` takes an IP ' +
        'and finds the rest. `floatip config check` says what is wrong with it, and where.',
    ),
    roff.heading('Settings'),
    ...tablesIn(configure, 'settings').flatMap(itemsOf),
    roff.heading('Keys of every address'),
    ...tablesIn(configure, 'addresses').flatMap(itemsOf),
    roff.heading('Kinds of addresses'),
    ...kindTables().flatMap(kindSection),
    roff.heading('Files'),
    roff.item('/etc/floatip/config.yaml', 'the config file, where no other is named'),
    roff.item('/var/lib/floatip', 'what happened on this host'),
    roff.item('/run/floatip', 'what keepalived has said since this host was started'),
    roff.heading('See also'),
    roff.plain('`floatip`(1), `floatip-config-check`(1), `floatip-config-schema`(1)'),
    '',
  ].join('\n');
}

function kindTables(): readonly Table[] {
  const folder = 'docs/clouds';
  const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return pages
    .toSorted()
    .flatMap((name) => tablesIn(readFileSync(join(folder, name), 'utf8'), 'kinds'));
}

function kindSection(table: Table): readonly string[] {
  return [roff.subheading(table.title), ...itemsOf(table)];
}

function itemsOf({ rows }: Table): readonly string[] {
  return rows.map(({ key = '', needed = '', 'what it is': text = '', default: preset = '' }) => {
    const notes = [needed === 'yes' ? 'needed' : '', preset === '' ? '' : `default: ${preset}`];
    const note = notes.filter((one) => one !== '').join('; ');
    return roff.item(key.replaceAll('`', ''), note === '' ? text : `${text} (${note})`);
  });
}
