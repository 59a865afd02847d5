/** The workflows of another version, whose histories ours cannot replay. */
import { sleep } from '@temporalio/workflow';

export async function lock(): Promise<void> {
  await sleep('30 days');
}
