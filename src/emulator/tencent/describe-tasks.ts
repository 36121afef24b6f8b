import type { Handler } from './call.ts';
import { missingParameter } from './parameters.ts';
import { Refusal } from './refusal.ts';
import { isOfEip } from './tasks.ts';
import type { Task } from './tasks.ts';

/** Two task APIs with ids of their own: numbers for EIPs, request ids for everything else. */

export const describeTaskResult: Handler<'DescribeTaskResult'> = ({ account, parameters }) => {
  const { TaskId: id, DealName: deal } = parameters;
  if (id === undefined && deal === undefined) throw missingParameter('TaskId');
  // Nothing is bought here, so there are no deals.
  const task = account.tasks.find((one) => one.id === id && deal === undefined && isOfEips(one));
  if (task === undefined || task.fate.shows === 'missing') throw new Refusal('InvalidParameter');
  if (task.fate.shows === 'server-error') throw new Refusal('InternalServerError');
  return { TaskId: task.id, Result: resultOf(task) };
};

export const describeVpcTaskResult: Handler<'DescribeVpcTaskResult'> = ({
  account,
  parameters: { TaskId: id },
}) => {
  const task = account.tasks.find((one) => one.requestId === id && !isOfEips(one));
  if (task === undefined || task.fate.shows === 'missing') throw new Refusal('ResourceNotFound');
  if (task.fate.shows === 'server-error') throw new Refusal('InternalError.ModuleError');
  const status = resultOf(task);
  return { Status: status, Output: status === 'SUCCESS' ? 'SUCCESS' : '', Result: [] };
};

/** What AssociateAddress and DisassociateAddress have started. */
function isOfEips({ change }: Task): boolean {
  return isOfEip(change) && change.at.type === 'private-ip';
}

function resultOf({ settled, fate }: Task): string {
  if (fate.shows === 'unknown-word') return 'PENDING';
  if (!settled) return 'RUNNING';
  return fate.ends === 'completed' ? 'SUCCESS' : 'FAILED';
}
