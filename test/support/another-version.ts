/** The workflows of a version whose histories none of ours can go on with. */
import { sleep } from '@temporalio/workflow';

export async function lock(): Promise<void> {
  await sleep('30 days');
}
