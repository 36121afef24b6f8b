import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Named {
  readonly name: string;
}

const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
const text = readFileSync('contrib/container/daemonset.yaml', 'utf8');
const { spec } = parse(text).spec.template;
const [container] = spec.containers;

describe('the DaemonSet', () => {
  it('sees processes and interfaces of the node', () => {
    expect({ pid: spec.hostPID, network: spec.hostNetwork }).toEqual({ pid: true, network: true });
  });

  it('has the folders that docs/containers.md names, at their own paths', () => {
    const paths = new Map<string, string>(
      spec.volumes.map(({ name, hostPath }: Named & { hostPath: { path: string } }) => [
        name,
        hostPath.path,
      ]),
    );
    for (const { name, mountPath } of container.volumeMounts) {
      expect(mountPath).toBe(paths.get(name));
    }
    const page = readFileSync('docs/containers.md', 'utf8');
    const named = ['/run/floatip', '/var/lib/floatip', '/run/keepalived', '/etc/floatip'];
    expect([...paths.values()].toSorted()).toEqual(named.toSorted());
    expect(named.filter((path) => !page.includes(`${path}:${path}`))).toEqual([]);
  });

  it('asks the pages of the watcher where it listens, and runs the image of this version', () => {
    const { port } = container.readinessProbe.httpGet;
    expect(container.args).toEqual(expect.arrayContaining(['watch', `127.0.0.1:${port}`]));
    expect(container.livenessProbe.httpGet).toMatchObject({ port, path: '/healthz' });
    expect(container.image).toBe(`floatip:${version}`);
  });
});
