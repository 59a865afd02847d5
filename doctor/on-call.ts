import type { WebClient } from '@slack/web-api';
import { ScheduledPeople } from '../activities/on-call/scheduled-people.ts';
import { onCallNow } from '../domain/on-call.ts';
import type { Settings } from '../domain/settings.ts';
import { nudgeWords } from '../texts/doctor-nudges.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** The settings including who is on call now, and the findings about that. */
export async function diagnoseOnCall(
  settings: Settings,
  slack: WebClient,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly now: Settings; readonly findings: readonly Diagnosis[] }> {
  const troubles: string[] = [];
  const onChange = (line: string) => {
    troubles.push(line);
  };
  const scheduled = new ScheduledPeople({ slack, copies: null, env, onChange });
  await scheduled.refresh(settings);
  const now = scheduled.in(settings);
  const { onCall } = now.people;
  if (onCall === null) return { now, findings: [] };
  if (troubles.length > 0) return { now, findings: troubles.map((trouble) => wrong('on call', trouble)) };
  const people = onCallNow(onCall, Date.now());
  const kind = onCall.schedule?.kind ?? 'people.onCall.rotation';
  // Not an error: a gap reaches more people, not fewer, and some schedules have one each night.
  const text = people.length === 0 ? nudgeWords.gap(kind) : nudgeWords.onCall(people, kind);
  return { now, findings: [ok('on call', text)] };
}
