import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, onTestFinished } from 'vitest';
import { stringify } from 'yaml';

import { temporaryFile, temporaryFolder } from './temporary.ts';
import { unusedPort } from './unused-port.ts';

const program = '/usr/bin/prometheus';
export const hasPrometheus = existsSync(program);

/** A Prometheus of the distribution on loopback. */
export interface RealPrometheus {
  /** What it answers: `/api/v1/` and this. Throws where that is an error. */
  ask(path: string): Promise<any>;
  /** The values of a query right now; none where there is nothing. */
  values(query: string): Promise<readonly number[]>;
}

export interface PrometheusOptions {
  /** HOST:PORT. */
  readonly target: string;
  readonly rules: string;
}

/** Has one scrape a target once a second, with rules. */
export async function startPrometheus({
  target,
  rules,
}: PrometheusOptions): Promise<RealPrometheus> {
  const config = stringify({
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: [resolve(rules)],
    scrape_configs: [{ job_name: 'floatip', static_configs: [{ targets: [target] }] }],
  });
  const at = `127.0.0.1:${await unusedPort()}`;
  const child = spawn(
    program,
    [
      `--config.file=${temporaryFile('prometheus.yaml', config)}`,
      `--storage.tsdb.path=${temporaryFolder()}`,
      `--web.listen-address=${at}`,
    ],
    { stdio: 'ignore' },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const isReady = async (): Promise<boolean> =>
    await fetch(`http://${at}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(isReady, { timeout: 30_000 }).toBe(true);
  const ask = async (path: string): Promise<any> => {
    const { status, data, error } = (await (
      await fetch(`http://${at}/api/v1/${path}`)
    ).json()) as Answer;
    if (status !== 'success') throw new Error(`${path}: ${error}`);
    return data;
  };
  return {
    ask,
    async values(query) {
      const { result } = await ask(`query?query=${encodeURIComponent(query)}`);
      return result.map(({ value }: { value: [number, string] }) => Number(value[1]));
    },
  };
}

interface Answer {
  readonly status: string;
  readonly data: unknown;
  readonly error?: string;
}
