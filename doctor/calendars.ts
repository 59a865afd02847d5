import { Calendars } from '../activities/calendars/calendars.ts';
import type { Settings } from '../domain/settings.ts';
import { doctorWords } from '../texts/doctor.ts';
import { ok, wrong } from './diagnosis.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Whether each calendar can be read from here, with this environment's credentials. Stores nothing. */
export async function diagnoseCalendars(
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<readonly Diagnosis[]> {
  const calendars = new Calendars({ copies: null, env, onChange: () => undefined });
  await calendars.refresh(settings);
  const known = await calendars.now(settings);
  return calendars.states(settings).map(({ name, trouble }, index) => {
    const events = known[index]?.events ?? null;
    return trouble === null && events !== null
      ? ok('calendars', doctorWords.calendar(name, events.length))
      : wrong('calendars', doctorWords.calendarAway(name, trouble ?? ''));
  });
}
