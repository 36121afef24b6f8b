type Environment = Readonly<Record<string, string | undefined>>;

/** What is meant for this process alone: Node's options, floatip's own, what systemd says to its service. */
const forThisProcess =
  /^(?:NODE_|FLOATIP_|WATCHDOG_|LISTEN_|NOTIFY_SOCKET$|JOURNAL_STREAM$|MAINPID$|INVOCATION_ID$)/;
const ofSecrets = /TOKEN|SECRET|PASSWORD|PASSWD|ACCESS_KEY|API_KEY|CREDENTIALS_DIRECTORY/i;

/** Where programs are on every host. What keepalived starts may have none. */
const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The environment of a program that works for floatip, and may need secrets of its own. */
export function programEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => !forThisProcess.test(name));
  return { PATH: usualPath, ...Object.fromEntries(kept) };
}

/** The same for one that needs none of what floatip signs with. */
export function withoutSecretVariables(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofSecrets.test(name)));
}

/** The values of what is called like a secret: what a program says must not repeat them. */
export function secretValues(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) =>
    ofSecrets.test(name) && value.length >= shortestSecret ? [value] : [],
  );
}

/** Shorter ones would take the words out of a text. */
const shortestSecret = 8;
