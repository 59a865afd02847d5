import type { SettingsSource } from '../config/settings-source.ts';
import type { ReleaseActivities } from '../domain/messages/activities.ts';
import type { Settings } from '../domain/settings.ts';
import { checkTicket } from './check-ticket.ts';
import { httpSource } from './http/http-source.ts';
import { sourcesOf } from './tickets/trackers.ts';

/** A tracker that does not take its credential. */
export interface RefusedCredential {
  /** The same all day, however many releases meet it. */
  readonly id: string;
  /** As the configuration calls it. */
  readonly tracker: string;
  readonly reason: string;
}

/** `tell` lets the admins know; a worker asks it once a day for each tracker, unless it fails. */
export function ticketActivities(
  settingsNow: SettingsSource,
  tell: (refused: RefusedCredential, settings: Settings) => Promise<void>,
  env = process.env,
): Pick<ReleaseActivities, 'checkTicket'> {
  const httpOf = httpSource();
  const told = new Set<string>();
  return {
    async checkTicket({ subject, options, detailed = false }) {
      const settings = await settingsNow();
      const telling: Promise<void>[] = [];
      const onRefused = (tracker: string, reason: string) => {
        const id = `credential:${tracker}:${new Date().toISOString().slice(0, 10)}`;
        if (told.has(id)) return;
        told.add(id);
        telling.push(
          tell({ id, tracker, reason }, settings).catch(() => {
            told.delete(id);
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
