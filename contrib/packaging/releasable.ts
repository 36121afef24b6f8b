export interface Candidate {
  /** Of package.json. */
  readonly version: string;
  readonly changelog: string;
  readonly lock: string;
  /** What git says of the work tree. */
  readonly changes: string;
  /** Those of the commit. */
  readonly tags: string;
}

/** What speaks against publishing this; nothing where it may be. */
export function whyNotReleasable(candidate: Candidate): readonly string[] {
  const { version, changelog, lock, changes, tags } = candidate;
  const { version: locked }: { version?: string } = JSON.parse(lock);
  const [, newest = ''] = /^## (\S+)/m.exec(changelog) ?? [];
  const reasons = [
    [changes !== '', 'the work tree has changes: commit them'],
    [!/^\d+\.\d+\.\d+$/.test(version), `package.json has no version to publish: ${version}`],
    [locked !== version, `package-lock.json is of another version: ${locked}`],
    [newest !== version, `CHANGELOG.md begins with ${newest}: head what is new with ${version}`],
    [!tags.split('\n').includes(`v${version}`), `the commit has no tag v${version}`],
  ] as const;
  return reasons.flatMap(([isSo, reason]) => (isSo ? [reason] : []));
}
