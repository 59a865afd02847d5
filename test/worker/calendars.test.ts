/** What workers know of a calendar: the newest copy that any of them read, whatever happens to its server. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Calendars } from '../../activities/calendars/calendars.ts';
import { loadSettings } from '../../config/load-settings.ts';
import type { Settings } from '../../domain/settings.ts';
import { Copies } from '../../log/copies.ts';
import { ReleaseLog } from '../../log/release-log.ts';
import { startCalendar } from '../support/calendar-server.ts';
import type { CalendarServer } from '../support/calendar-server.ts';
import { testDatabase } from '../support/database.ts';

const hour = 3_600_000;
const works = (title: string) => ({ title, from: Date.now() - hour, until: Date.now() + hour });

let base: Settings;
beforeAll(async () => {
  base = await loadSettings('dobrobot.yaml');
});
const settingsFor = ({ url }: CalendarServer, everyMs = 0): Settings => ({
  ...base,
  internalHosts: ['127.0.0.1'],
  calendars: [
    {
      ...{
        name: 'network works',
        url,
        urlEnv: null,
        userEnv: null,
        passwordEnv: null,
        tokenEnv: 'CALENDAR_TOKEN',
      },
      ...{ everyMs, components: [{ words: null, components: ['billing'] }] },
    },
  ],
});

function worker(copies: Copies | null) {
  const lines: string[] = [];
  const onChange = (line: string) => lines.push(line);
  const calendars = new Calendars({ copies, env: { CALENDAR_TOKEN: 'secret' }, onChange });
  const titles = async (settings: Settings) =>
    (await calendars.now(settings)).map(({ events }) => events?.map(({ title }) => title) ?? null);
  return { calendars, lines, titles };
}

describe('without a database', () => {
  it('a calendar is asked with its credential, and only for what has changed', async () => {
    const server = await startCalendar();
    server.show([works('DC-1')]);
    const settings = settingsFor(server);
    const { calendars, titles } = worker(null);
    expect(await titles(settings)).toEqual([null]);
    await calendars.refresh(settings);
    await calendars.refresh(settings);
    expect(server.asked).toMatchObject([
      { authorization: 'Bearer secret', accept: 'text/calendar' },
      { 'if-none-match': '"1"' },
    ]);
    server.show([works('DC-2')]);
    expect(await titles(settings)).toEqual([['DC-1']]);
    await calendars.refresh(settings);
    expect(await titles(settings)).toEqual([['DC-2']]);
  });

  it('what it said last counts while it is away, or answers with something else; that is said once', async () => {
    const server = await startCalendar();
    server.show([works('DC-1')]);
    const settings = settingsFor(server);
    const { calendars, titles, lines } = worker(null);
    await calendars.refresh(settings);
    server.become('gone');
    await calendars.refresh(settings);
    await calendars.refresh(settings);
    expect(await titles(settings)).toEqual([['DC-1']]);
    expect(lines).toEqual([expect.stringMatching(/^The calendar network works cannot be read: .* counts$/)]);
    expect(calendars.states(settings)).toMatchObject([
      { name: 'network works', trouble: expect.stringMatching(/cannot be reached/) as string },
    ]);
    server.become('well');
    await calendars.refresh(settings);
    expect(lines.slice(1)).toEqual(['The calendar network works can be read again']);
  });

  it('it is left alone until it is due', async () => {
    const server = await startCalendar();
    const settings = settingsFor(server, hour);
    const { calendars } = worker(null);
    await calendars.refresh(settings);
    await calendars.refresh(settings);
    expect(server.asked).toHaveLength(1);
  });
});

describe('with a database', () => {
  const shared = async () => {
    const log = new ReleaseLog(await testDatabase(), () => undefined);
    return { log, copies: new Copies(() => log.database()) };
  };

  it('all workers go by the newest copy, one of them asks for it, and one that starts has it', async () => {
    const { log, copies } = await shared();
    const server = await startCalendar();
    const often = settingsFor(server);
    const seldom = settingsFor(server, hour);
    server.show([works('DC-1')]);
    const [first, second] = [worker(copies), worker(copies)];
    await first.calendars.refresh(often);
    expect(await second.titles(seldom)).toEqual([['DC-1']]);
    await second.calendars.refresh(seldom);
    expect(server.asked).toHaveLength(1);

    server.show([works('DC-2')]);
    await second.calendars.refresh(often);
    expect(await first.titles(often)).toEqual([['DC-2']]);

    server.become('gone');
    expect(await worker(copies).titles(often)).toEqual([['DC-2']]);
    await log.close();
  });
});
