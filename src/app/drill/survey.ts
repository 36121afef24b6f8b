import type { Address } from '../../core/address.ts';
import { labelOf } from '../../core/address.ts';
import { followText } from '../../core/follow.ts';
import { nodeText } from '../../core/node-text.ts';
import type { Result } from '../../core/outcome.ts';
import { startDeadline } from '../../lib/time/deadline.ts';
import { Failure, isFailure } from '../../ports/failure.ts';
import type { Self } from '../../ports/identity.ts';
import { readingIn } from '../../ports/provider.ts';
import { preview } from '../../takeover/preview.ts';
import { introduceBriefly, openContext } from '../per-cloud.ts';
import type { CloudContext } from '../per-cloud.ts';
import { readWithRetries } from '../read-with-retries.ts';
import { rolesIn } from '../roles.ts';
import type { Session } from '../session.ts';

/** One end of a drill. */
export interface DrillNode {
  readonly node: string;
  /** What the cloud calls it, where it says so. */
  readonly name?: string | undefined;
}

/** What a drill is about to do to one address. */
export interface DrillPlan {
  readonly address: Address;
  /** Where the address is, and is to be again in the end. */
  readonly home: DrillNode;
  readonly away: DrillNode;
  /** This host, where somebody says which it is. */
  readonly self: Self | undefined;
  /** Whom the cloud is asked at. */
  readonly endpoint: string;
  /** What stands against it. */
  readonly warnings: readonly string[];
}

export interface SurveyOrder {
  readonly addresses: readonly Address[];
  /** The other node; without it, this host. */
  readonly to: string | undefined;
  /** What each move may take. */
  readonly deadlineMs: number;
}

/** Looks where the addresses are, and whether they could go there and back. Changes nothing. Throws why not. */
export async function survey(order: SurveyOrder, session: Session): Promise<readonly DrillPlan[]> {
  const plans: DrillPlan[] = [];
  for (const address of order.addresses) plans.push(await surveyOne(address, order, session));
  return plans;
}

async function surveyOne(
  address: Address,
  { to, deadlineMs: ms }: SurveyOrder,
  session: Session,
): Promise<DrillPlan> {
  const { clock, signal: parent } = session;
  const deadline = startDeadline({ clock, ms, parent });
  try {
    const part = { name: address.cloud, addresses: [address] };
    const context = await openContext(part, session, { deadline, cause: 'drill' });
    refuseAnnounced(address, context);
    const introduction = await introduceBriefly(context);
    const self = isFailure(introduction) ? undefined : introduction.self;
    const home = await holderOf(address, context);
    const away = { node: otherNode(address, home, { to, self }) };
    await rehearse(address, away, context);
    const [endpoint = ''] = context.connection.places.api;
    const warnings = warningsOf(address, { home, self, session });
    return { address, home, away, self, endpoint, warnings };
  } finally {
    deadline.end();
  }
}

/** It goes where it is announced, and nobody can announce it from elsewhere. */
function refuseAnnounced(address: Address, { connection }: CloudContext): void {
  if (connection.provider.announcedOn?.(address) === undefined) return;
  const message = `${address.name} goes to whichever host announces it, so no request moves it to and fro`;
  throw new Failure('usage', message, {
    hint: 'Have keepalived move it instead: stop it on the host that is MASTER, look at floatip history on the other, and start it again',
  });
}

async function holderOf(address: Address, context: CloudContext): Promise<DrillNode> {
  const readings = await readWithRetries([address], context.runOptions);
  const reading = readingIn(readings, address);
  if (isFailure(reading)) throw reading;
  const { owner, pending } = reading;
  if (owner.state === 'free') {
    throw new Failure(
      'usage',
      `Nobody holds ${labelOf(address)}, so there is nowhere to bring it back to`,
      {
        hint: `Bring it to a host first: floatip assign ${address.name}`,
      },
    );
  }
  if (pending) {
    const message = `The cloud is changing ${labelOf(address)} right now`;
    throw new Failure('busy', message, { hint: 'Wait until it is done, and drill then' });
  }
  return { node: owner.node, name: owner.name };
}

interface Ends {
  readonly to: string | undefined;
  readonly self: Self | undefined;
}

function otherNode({ name }: Address, home: DrillNode, { to, self }: Ends): string {
  const away = to ?? self?.node;
  const hint = 'Name another node that may hold it with --to';
  if (away === undefined) {
    throw new Failure(
      'usage',
      `Nobody says which host this is, so a drill of ${name} has no second node`,
      { hint },
    );
  }
  if (away !== home.node) return away;
  throw new Failure(
    'usage',
    `${name} is held by ${nodeText(home)} itself: a drill takes a second node`,
    { hint },
  );
}

/** Throws what the first move would be refused with. */
async function rehearse(address: Address, away: DrillNode, context: CloudContext): Promise<void> {
  const goal = { type: 'held-by', node: away.node } as const;
  const { error }: Result = await preview(address, {
    ...context.runOptions,
    goal,
    readFirst: true,
  });
  if (error === undefined) return;
  throw new Failure(error.class, error.message, { hint: error.hint });
}

interface Circumstances {
  readonly home: DrillNode;
  readonly self: Self | undefined;
  readonly session: Session;
}

/** Whose automation would move it back in the middle of a drill. */
function warningsOf(address: Address, { home, self, session }: Circumstances): readonly string[] {
  const { follow } = address;
  if (follow === undefined) return [];
  const what = followText(follow);
  if (self?.node !== home.node) {
    return [
      `it follows ${what}: a watcher on ${nodeText(home)} takes it back. Run the drill there, or stop floatip on that host until it is over`,
    ];
  }
  const role = rolesIn(session).roleOf(address);
  if (role === null || role === 'MASTER') return [];
  return [`this host is ${role} of ${what}, and holds it all the same: whoever is MASTER takes it`];
}
