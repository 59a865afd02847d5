import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { stringify } from 'yaml';
import { checkTicket } from '../../activities/check-ticket.ts';
import { httpFor } from '../../http/http.ts';
import type { Http } from '../../http/http.ts';
import { noLogins } from '../../activities/logins.ts';
import type { TicketReading } from '../../activities/tickets/tracker.ts';
import { sourcesOf } from '../../activities/tickets/trackers.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { CheckReport } from '../../domain/release/check-report.ts';
import type { PageReading } from '../../domain/signs/page.ts';
import { parts } from '../../domain/signs/ticket.ts';
import type { Ticket, TicketQuery } from '../../domain/signs/ticket.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TicketReader {
  /** Reads everything that can be asked for. */
  readonly read: (key: string) => Promise<TicketReading>;
  /** Throws unless it is found. */
  readonly ticket: (key: string) => Promise<Ticket>;
  readonly check: (key: string) => Promise<CheckReport>;
  readonly page: (address: string) => Promise<PageReading>;
  /** What admins are notified of. */
  readonly refused: readonly string[];
}

const opened: Http[] = [];
afterAll(() => Promise.all(opened.map((http) => http.close())));

const all = new Set<TicketQuery>([...parts, 'pipeline', 'paths']);
const plain = { wikiLink: null, noNeedAdmin: false, hotfix: false, components: null };

/** Reads tickets from servers on this machine as a worker does. `configuration`: `tickets`, and more if wanted. */
export async function ticketReader(
  configuration: { readonly tickets: object; readonly checks?: object; readonly pages?: readonly object[] },
  env: Readonly<Record<string, string>>,
): Promise<TicketReader> {
  const path = join(await temporaryFolder(), 'dobrobot.yaml');
  const company = {
    slack: { releaseChannel: 'releases' },
    people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
    components: { billing: {} },
  };
  await writeFile(path, stringify({ ...company, ...configuration }));
  const settings = await loadSettings(path);
  const http = httpFor(['127.0.0.1']);
  opened.push(http);
  const refused: string[] = [];
  const onRefused = (_: string, reason: string) => refused.push(reason);
  const sources = sourcesOf(settings, { http, env, logins: noLogins(), onRefused });
  /** Checks that nothing that was read contains a secret. */
  const open = <T>(given: T): T => {
    for (const secret of Object.values(env)) expect(JSON.stringify([given, refused])).not.toContain(secret);
    return given;
  };
  const read = async (key: string) => open(await sources.find(key, all));
  return {
    refused,
    read,
    async ticket(key) {
      const reading = await read(key);
      if (reading.outcome !== 'found') throw new Error(JSON.stringify(reading));
      return reading.ticket;
    },
    check: async (key) =>
      open(await checkTicket({ id: key, items: [{ kind: 'ticket', key }] }, plain, settings, sources)),
    page: async (address) => open(await sources.readPage(address)),
  };
}
