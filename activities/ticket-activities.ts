import type { SettingsSource } from '../config/settings-source.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { namesNowOf } from '../domain/components.ts';
import type { Settings } from '../domain/settings.ts';
import { readWithinMs } from '../domain/release/check-run.ts';
import { badAlready } from './watch/bad-already.ts';
import { checkTicket } from './check-ticket.ts';
import type { CheckSources } from './check-ticket.ts';
import { httpSource } from '../http/http-source.ts';
import { noLogins } from './logins.ts';
import type { TrackerWorld } from './tickets/tracker-api.ts';
import { sourcesOf } from './tickets/trackers.ts';

/** A tracker (by its configured name) or pages (by the start of their addresses) that rejected the credential. */
export type RefusedCredential =
  { readonly tracker: string; readonly reason: string } | { readonly pages: string; readonly reason: string };

/** What reading trackers depends on. A worker keeps its connections and logins. */
export function trackerWorlds(env = process.env): (settings: Settings) => TrackerWorld {
  const httpOf = httpSource();
  const logins = noLogins();
  return (settings) => ({ http: httpOf(settings), env, logins });
}

/** `tell` notifies the admins: once a day for each tracker or entry of `pages`, again if it fails. `lingering`: see `CheckSources`. */
export function ticketActivities(
  settingsNow: SettingsSource,
  tell: (refused: RefusedCredential) => Promise<void>,
  worldOf = trackerWorlds(),
  lingering: NonNullable<CheckSources['lingering']> = () => Promise.resolve([]),
): Pick<ReleaseActivities, 'checkTicket'> {
  const told = new Set<string>();
  return {
    async checkTicket({ subject, options, charts, ...wishes }) {
      const settings = await settingsNow();
      const world = worldOf(settings);
      const telling: Promise<void>[] = [];
      const tellOnce = (who: string, refused: RefusedCredential) => {
        const today = `${who} ${new Date().toISOString().slice(0, 10)}`;
        if (told.has(today)) return;
        told.add(today);
        telling.push(
          tell(refused).catch(() => {
            told.delete(today);
          }),
        );
      };
      const sources = sourcesOf(settings, {
        ...world,
        onRefused: (tracker, reason) => {
          tellOnce(`tracker ${tracker}`, { tracker, reason });
        },
        onPagesRefused: (pages, reason) => {
          tellOnce(`pages ${pages}`, { pages, reason });
        },
      });
      const [report, bad] = await Promise.all([
        checkTicket(subject, options, settings, { ...sources, lingering }, wishes),
        charts === true
          ? badAlready(
              namesNowOf(wishes.components ?? [], settings.components),
              settings,
              world,
              readWithinMs,
            )
          : null,
      ]);
      await Promise.all(telling);
      return bad === null || report.outcome === 'unknownTicket' ? report : { ...report, badAlready: bad };
    },
  };
}
