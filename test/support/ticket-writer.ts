import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { afterAll } from 'vitest';
import { httpFor } from '../../http/http.ts';
import type { Http } from '../../http/http.ts';
import { writeBackActivities } from '../../activities/write-back/write-back-activities.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { ToldOutside } from '../../domain/told-outside.ts';
import { releaseRow } from '../log/rows.ts';
import { temporaryFolder } from './temporary-folder.ts';

const opened: Http[] = [];
afterAll(() => Promise.all(opened.map((http) => http.close())));

const events: readonly ToldOutside[] = ['started', 'finished', 'rolledBack'];

/** Writes what happened to a release into its ticket, in a tracker on this machine, as a worker does. `tracker`: its configuration. */
export async function ticketWriter(
  tracker: object,
  env: Readonly<Record<string, string>>,
): Promise<(ticket: string, type: ToldOutside, reason?: string) => Promise<void>> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const company = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
    tickets: tracker,
  };
  await writeFile(path, stringify(company));
  const http = httpFor(['127.0.0.1']);
  opened.push(http);
  const by = writeBackActivities({
    settingsNow: () => loadSettings(path),
    worldOf: () => ({ http, env }),
    nameOf: () => Promise.resolve('Dan'),
    tell: () => Promise.resolve(),
  });
  return async (ticket, type, reason = '') => {
    const row = {
      ...releaseRow(events.indexOf(type) + 5, { type }),
      ...{ at: Date.now(), tickets: [ticket], components: ['billing'], actor: 'U_DAN', facts: { reason } },
    };
    for (const step of await by.planWriteBack({ ticket, row })) {
      await by.takeWriteBackStep({ ticket, row }, step);
    }
  };
}
