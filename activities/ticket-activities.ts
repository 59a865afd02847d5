import type { SettingsSource } from '../config/settings-source.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import { checkTicket } from './check-ticket.ts';
import { httpSource } from './http/http-source.ts';
import { sourcesOf } from './tickets/trackers.ts';

/** A tracker that does not take its credential. */
export interface RefusedCredential {
  /** As the configuration calls it. */
  readonly tracker: string;
  readonly reason: string;
}

/** `tell` lets the admins know; a worker asks it once a day for each tracker, unless it fails. */
export function ticketActivities(
  settingsNow: SettingsSource,
  tell: (refused: RefusedCredential) => Promise<void>,
  env = process.env,
): Pick<ReleaseActivities, 'checkTicket'> {
  const httpOf = httpSource();
  const told = new Set<string>();
  return {
    async checkTicket({ subject, options, detailed = false }) {
      const settings = await settingsNow();
      const telling: Promise<void>[] = [];
      const onRefused = (tracker: string, reason: string) => {
        const today = `${tracker} ${new Date().toISOString().slice(0, 10)}`;
        if (told.has(today)) return;
        told.add(today);
        telling.push(
          tell({ tracker, reason }).catch(() => {
            told.delete(today);
          }),
        );
      };
      const sources = sourcesOf(settings, { http: httpOf(settings), env, onRefused });
      const report = await checkTicket(subject, options, settings, sources, detailed);
      await Promise.all(telling);
      return report;
    },
  };
}
