import type { Origin } from '../messages/origin.ts';
import { tsOfInstant } from '../messages/slack-time.ts';

/** The link to the Slack message that caused an event, or null. `workspace` is the address of the workspace; null: unknown. */
export function messageLink(
  workspace: string | null,
  { channel, saidAt }: Pick<Origin, 'channel' | 'saidAt'>,
): string | null {
  // The sender of a command may put anything into `channel`.
  if (workspace === null || saidAt === null || channel === null || !/^\w+$/.test(channel)) return null;
  return `${workspace}/archives/${channel}/p${tsOfInstant(saidAt).replace('.', '')}`;
}
