import type { Client } from '@temporalio/client';
import { lockIdOf } from '../domain/messages/workflows.ts';
import { orNull } from './or-null.ts';

/**
 * Which of these components still have a lock. A coordinator completes only once nobody uses it; one that ended otherwise comes back as
 * soon as somebody asks for it. Describes each by itself, since lists lag. Throws Temporal's errors.
 */
export async function lingeringLocks(
  client: Client,
  components: readonly string[],
): Promise<readonly string[]> {
  const stands = await Promise.all(
    components.map(async (component) => {
      const described = await orNull(client.workflow.getHandle(lockIdOf(component)).describe());
      return described !== null && described.status.name !== 'COMPLETED';
    }),
  );
  return components.filter((_, index) => stands[index]);
}
