import type { TicketNews, WriteBackStep } from '../../domain/messages/write-back.ts';
import type { Settings } from '../../domain/settings.ts';
import { isToldOutside } from '../../domain/told-outside.ts';
import { trackerOf } from '../../domain/trackers.ts';
import { writeBackSaid } from '../../texts/write-back.ts';
import type { TrackerWorld } from '../tickets/tracker-api.ts';
import { toWriter } from './to-writer.ts';
import { isSame } from './writer.ts';

/** The most that our clock and a tracker's may differ. */
const clocksDifferMs = 60 * 60_000;

/** See `WriteBackActivities`. Throws `NotRead`. */
export async function planWriteBack(
  { ticket, row }: TicketNews,
  { tickets }: Settings,
  world: TrackerWorld,
): Promise<readonly WriteBackStep[]> {
  const tracker = trackerOf(ticket, tickets);
  const { writeBack } = tracker ?? {};
  if (tracker === null || writeBack === undefined || !isToldOutside(row.type)) return [];
  const { environment, transitions, comment } = writeBack;
  const to = transitions[row.type] ?? null;
  const from = to === null ? undefined : await (await toWriter(tracker, world))?.status?.of(ticket);
  return [
    ...(environment === null ? [] : [{ kind: 'deployment', environment } as const]),
    ...(to === null || from === undefined || isSame(from, to)
      ? []
      : [{ kind: 'transition', from, to } as const]),
    ...(comment ? [{ kind: 'comment' } as const] : []),
  ];
}

/** See `WriteBackActivities`. `nameOf` returns the actor's display name; null if it is not known. Throws `NotRead`. */
export async function takeWriteBackStep(
  { ticket, row }: TicketNews,
  step: WriteBackStep,
  { tickets, language }: Settings,
  world: TrackerWorld,
  nameOf: (actor: string) => Promise<string | null>,
): Promise<void> {
  const { type, actor } = row;
  const tracker = trackerOf(ticket, tickets);
  const writer = tracker && (await toWriter(tracker, world));
  if (writer === null || !isToldOutside(type)) return;
  switch (step.kind) {
    case 'deployment': {
      const marker = `${row.releaseKey ?? ''}:${ticket}`;
      return writer.deploy?.(ticket, { marker, environment: step.environment, event: type });
    }
    case 'transition': {
      const now = await writer.status?.of(ticket);
      if (now !== undefined && isSame(now, step.from)) await writer.status?.move(ticket, step.from, step.to);
      return;
    }
    case 'comment': {
      const said = writeBackSaid(language, { ...row, type }, ticket, actor && (await nameOf(actor)));
      const since = row.at - clocksDifferMs;
      return writer.comment(ticket, { marker: `dobrobot ${row.key}`, said, since });
    }
  }
}
