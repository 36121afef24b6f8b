/** The dashboard for Grafana, from one description of its panels. */

interface PanelOf {
  readonly title: string;
  readonly query: string;
  /** How a line is called. */
  readonly legend: string;
  readonly type: 'stat' | 'state-timeline' | 'timeseries' | 'table';
  readonly unit?: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly what: string;
}

const where = 'cluster=~"$cluster"';

export const panels: readonly PanelOf[] = [
  {
    title: 'Addresses not where they should be',
    query: `count(floatip_desired_owner{${where}} == 1 unless floatip_owner{${where}} == 1) or vector(0)`,
    legend: 'addresses',
    type: 'stat',
    width: 6,
    what: 'A host is MASTER and does not hold them, or cannot read who does',
  },
  {
    title: 'Addresses that two hosts want',
    query: `count(sum by (provider, vip) (floatip_desired_owner{${where}}) > 1) or vector(0)`,
    legend: 'addresses',
    type: 'stat',
    width: 6,
    what: 'keepalived says MASTER on both',
  },
  {
    title: 'Warnings',
    query: `sum(floatip_warning{${where}}) or vector(0)`,
    legend: 'warnings',
    type: 'stat',
    width: 6,
    what: 'What will do harm one day: floatip status says what, and what to do',
  },
  {
    title: 'Oldest reading',
    query: `max(time() - floatip_last_reconcile_success_timestamp_seconds{${where}})`,
    legend: 'age',
    type: 'stat',
    unit: 's',
    width: 6,
    what: 'How long ago the host that is furthest behind has read all its addresses',
  },
  {
    title: 'Who holds what',
    query: `floatip_owner{${where}}`,
    legend: '{{vip}} on {{instance}}',
    type: 'state-timeline',
    width: 24,
    what: '1 where it is; a gap where nobody could say',
  },
  {
    title: 'Takeovers',
    query: `sum by (instance, result) (increase(floatip_assign_total{${where}}[$__rate_interval]))`,
    legend: '{{instance}} {{result}}',
    type: 'timeseries',
    width: 12,
    what: 'How many have ended, by how',
  },
  {
    title: 'How long a takeover takes',
    query: `histogram_quantile(0.95, sum by (le) (rate(floatip_assign_duration_seconds_bucket{${where}}[1d])))`,
    legend: '95 of 100 are quicker',
    type: 'timeseries',
    unit: 's',
    width: 12,
    what: 'Of those that moved the address, over a day',
  },
  {
    title: 'Taken away from a MASTER',
    query: `sum by (instance, vip) (increase(floatip_flaps_total{${where}}[$__rate_interval]))`,
    legend: '{{vip}} from {{instance}}',
    type: 'timeseries',
    width: 12,
    what: 'More than now and then means that two hosts contest it',
  },
  {
    title: 'Requests to the clouds',
    query: `sum by (provider, code) (rate(floatip_provider_requests_total{${where}}[$__rate_interval]))`,
    legend: '{{provider}} {{code}}',
    type: 'timeseries',
    unit: 'reqps',
    width: 12,
    what: 'By what they answered',
  },
  {
    title: 'Requests that are left',
    query: `min by (provider) (floatip_ratelimit_remaining{${where}})`,
    legend: '{{provider}}',
    type: 'timeseries',
    width: 12,
    what: 'Where it gets low, the looks stop and the rest is kept for takeovers',
  },
  {
    title: 'What runs where',
    query: `floatip_build_info{${where}}`,
    legend: '{{instance}} {{version}}',
    type: 'table',
    width: 12,
    what: 'Versions of floatip and Node',
  },
];

export function dashboard(): string {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  const variable = { name: 'cluster', type: 'query', datasource, includeAll: true, allValue: '.*' };
  const query = 'label_values(floatip_build_info, cluster)';
  const json = {
    uid: 'floatip',
    title: 'floatip',
    tags: ['floatip'],
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [
        { name: 'datasource', type: 'datasource', query: 'prometheus' },
        { ...variable, query, current: { text: 'All', value: '$__all' }, refresh: 2 },
      ],
    },
    panels: placed(datasource),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

const columns = 24;
const heights = { stat: 5, table: 8, timeseries: 8, 'state-timeline': 9 } as const;

/** Side by side, as long as there is room. */
function placed(datasource: object): readonly object[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return panels.map(({ title, what, type, width, query, legend, unit = 'none' }, index) => {
    if (x + width > columns) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { x, y, w: width, h: heights[type] };
    x += width;
    rowHeight = Math.max(rowHeight, heights[type]);
    const instant = type === 'stat' || type === 'table';
    const target = { refId: 'A', datasource, expr: query, legendFormat: legend, instant };
    const fieldConfig = { defaults: { unit }, overrides: [] };
    return {
      id: index + 1,
      type,
      title,
      description: what,
      datasource,
      gridPos,
      fieldConfig,
      targets: [target],
    };
  });
}
