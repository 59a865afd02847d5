import type { Client } from '@temporalio/client';
import { lockIdOf } from '../domain/messages/workflows.ts';
import { orNull } from './or-null.ts';

/**
 * Which of these components have a lock. A coordinator completes only once nobody has to do with it; one that ended otherwise comes
 * back as soon as somebody asks for it. Each is asked for by itself, as lists lag behind. Throws Temporal's errors.
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
