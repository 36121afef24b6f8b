import type { Detection } from '../../core/detection.ts';
import { isIp } from '../../core/ip.ts';
import { isFailure } from '../../ports/failure.ts';
import type { Topology, Way } from './choices.ts';
import type { KindFacts } from './kind-facts.ts';
import type { Proposals } from './proposals.ts';
import type { Questions } from './questions.ts';
import { serviceCheckOf } from './service-check.ts';
import type { OutputOptions, SetUpOptions } from './set-up-options.ts';

export interface Dialog {
  readonly questions: Questions;
  readonly proposals: Proposals;
  readonly facts: ReadonlyMap<string, KindFacts>;
}

/** Asks for a pair of hosts what its options would say. */
export async function askForPair(dialog: Dialog): Promise<SetUpOptions & OutputOptions> {
  const { questions } = dialog;
  const topology = await questions.select<Topology>({
    message: 'How is the pair to work?',
    options: [
      {
        value: 'single',
        label: 'one host has the address, and takes it back once it is well again',
      },
      { value: 'nopreempt', label: 'one host has the address, and nobody takes it back' },
      { value: 'two-masters', label: 'each host has addresses, and takes over those of the other' },
    ],
  });
  const address = await askForAddresses(dialog, topology === 'two-masters' ? 2 : 1);
  const network = await askForNetwork(dialog);
  const check = await askForCheck(questions);
  const ways = await askForWays(questions);
  const write = await questions.text({
    message: 'Folder to write the files of both hosts to (empty: print them)',
    initial: 'floatip-pair',
  });
  return { topology, address, ...network, ...check, ...ways, ...(write === '' ? {} : { write }) };
}

/** Those that the cloud lists here are proposed one after the other. */
async function askForAddresses(dialog: Dialog, atLeast: number): Promise<readonly string[]> {
  const { questions, proposals, facts } = dialog;
  const addresses: string[] = [];
  for (;;) {
    const proposed = proposals.addresses[addresses.length];
    const kind = await questions.select({
      message: addresses.length === 0 ? 'Which kind of address?' : 'Which kind is the next one?',
      options: [...facts.keys()].map((name) => ({ value: name, label: name })),
      initial: proposed?.kind,
    });
    const text = await questions.text({
      message: 'Its IP or id',
      initial: kind === proposed?.kind ? proposed.ip : undefined,
      whyNot: (answer) => (answer === '' ? 'It is needed' : undefined),
    });
    const isUnknown = facts.get(kind)?.announced !== undefined && !isIp(text);
    const ip = isUnknown
      ? `,ip=${await askForIp(questions, 'Its IP, which keepalived announces')}`
      : '';
    addresses.push(`${kind}:${text}${ip}`);
    const isEnough = addresses.length >= atLeast;
    if (isEnough && !(await questions.confirm('One more address?', false))) return addresses;
  }
}

async function askForNetwork({
  questions,
  proposals: { interfaces },
}: Dialog): Promise<Pick<SetUpOptions, 'self' | 'peer' | 'interface'>> {
  const [likely] = interfaces;
  const device = await questions.text({
    message: 'Interface of the private network, by which the hosts hear each other',
    initial: likely?.device,
    whyNot: (answer) => (answer === '' ? 'It is needed' : undefined),
  });
  const own = interfaces.find((one) => one.device === device);
  const self = await askForIp(questions, 'Private IP of this host', own?.ip);
  const peer = await askForIp(questions, 'Private IP of the other host');
  return { interface: device, self, peer };
}

async function askForIp(questions: Questions, message: string, initial?: string): Promise<string> {
  return await questions.text({ message, initial, whyNot: whyNoIp });
}

function whyNoIp(answer: string): string | undefined {
  return isIp(answer) ? undefined : 'This is no IP';
}

async function askForCheck(questions: Questions): Promise<Pick<SetUpOptions, 'check'>> {
  const check = await questions.text({
    message:
      'What has to be well on the master: nginx, haproxy, tcp:PORT or a URL (empty: the host alone)',
    initial: 'nginx',
    whyNot: (answer) => (answer === '' ? undefined : complaintAbout(answer)),
  });
  return check === '' ? {} : { check };
}

function complaintAbout(check: string): string | undefined {
  try {
    serviceCheckOf(check, undefined);
    return undefined;
  } catch (error) {
    if (isFailure(error)) return error.hint ?? error.message;
    throw error;
  }
}

async function askForWays(questions: Questions): Promise<Pick<SetUpOptions, 'by' | 'detect'>> {
  const by = await questions.select<Way>({
    message: 'How is floatip to hear of keepalived?',
    options: [
      { value: 'both', label: 'a watcher that stays, and hooks that stand in for it' },
      { value: 'fifo', label: 'a watcher that stays' },
      { value: 'hooks', label: 'hooks, and cron for what they miss' },
    ],
  });
  const detect = await questions.select<Detection>({
    message: 'How soon is a dead host to be missed?',
    options: [
      { value: 'balanced', label: 'balanced: after a third of a second' },
      {
        value: 'fast',
        label: 'fast: after less than a tenth, on hosts and a network that never pause',
      },
      { value: 'safe', label: 'safe: after three seconds' },
    ],
  });
  return { by, detect };
}
