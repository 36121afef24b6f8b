import * as v from 'valibot';

/** What Keystone says with a token that it may do. */
export interface Rights {
  readonly roles: readonly string[];
  /** What an application credential is narrowed to; without them, all that its roles may. */
  readonly rules: readonly Rule[] | undefined;
}

interface Rule {
  readonly method: string;
  readonly path: string;
}

const needed = v.object({
  role: v.string(),
  accessRules: v.array(v.object({ method: v.string(), path: v.string() })),
});

/** What a policy has and a token has not, in words. What a role of another name may do, only its cloud knows. */
export function lacksIn({ roles, rules }: Rights, policy: object): readonly string[] {
  const { role, accessRules } = v.parse(needed, policy);
  const isReader = roles.length > 0 && roles.every((one) => /^(?:reader|auditor)$/i.test(one));
  const missing = accessRules.filter(
    (wanted) => rules?.some((given) => covers(given, wanted)) === false,
  );
  return [
    ...(isReader && role !== 'reader' ? [`the role ${role}`] : []),
    ...missing.map(({ method, path }) => `the access rule ${method} ${path}`),
  ];
}

/** `*` stands for one part of a path, as `{name}` does, and `**` for any (keystonemiddleware). */
function covers(given: Rule, { method, path }: Rule): boolean {
  if (given.method !== method) return false;
  const parts = given.path.split(/(\*\*|\*|\{[^}]*\})/).map((part, index) => {
    if (index % 2 === 0) return part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
    return part === '**' ? '.*' : '[^/]+';
  });
  return new RegExp(`^${parts.join('')}$`).test(path);
}
