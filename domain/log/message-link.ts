import type { Origin } from '../messages/origin.ts';
import { tsOfInstant } from '../messages/slack-time.ts';

/** Where Slack shows the message that caused an event; null if there is none. `workspace` is the address of the workspace; null: nobody knows it. */
export function messageLink(
  workspace: string | null,
  { channel, saidAt }: Pick<Origin, 'channel' | 'saidAt'>,
): string | null {
  // Whoever sends a command may write anything there.
  if (workspace === null || saidAt === null || channel === null || !/^\w+$/.test(channel)) return null;
  return `${workspace}/archives/${channel}/p${tsOfInstant(saidAt).replace('.', '')}`;
}
