/** What every tracker has to do, whatever happens to its server. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { httpFor } from '../../../http/http.ts';
import { sourcesOf } from '../../../activities/tickets/trackers.ts';
import type { TicketReading } from '../../../activities/tickets/tracker.ts';
import { loadSettings } from '../../../config/load-settings.ts';
import { parts } from '../../../domain/signs/ticket.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { moved, oddWords, tooMany } from './played/cases.ts';
import { playing } from './played/playing.ts';
import type { Answers, Said } from './played/server.ts';
import { playedTrackers } from './played/trackers.ts';

const secret = 's3cret-token';
const { server, http } = playing();

/** All parts but the one that takes another request. */
const wanted = parts.filter((part) => part !== 'links');
const plain = { title: 'Refunds', text: '- [x] Rollback described\n' };

describe.each(playedTrackers)('$name', ({ config, key, found, gone, hidden, wrongToken, limited }) => {
  const settings = async () => {
    const path = join(await temporaryFolder(), 'dobrobot.yaml');
    const all = {
      slack: { releaseChannel: 'releases' },
      people: { approvers: ['U_VERA'], admins: ['U_ADAM'] },
      components: { billing: {} },
      tickets: config(server.url),
    };
    await writeFile(path, stringify(all));
    return loadSettings(path);
  };
  const read = async (
    answers: Answers,
    env: NodeJS.ProcessEnv = { TOKEN: secret, TRACKER_USER: 'bot' },
  ): Promise<TicketReading> => {
    server.answers = answers;
    const reading = await sourcesOf(await settings(), { http, env }).find(key, new Set(wanted));
    expect(JSON.stringify(reading)).not.toContain(secret);
    return reading;
  };
  /** The ticket exists, but each answer is changed before it is sent. */
  const changed = (change: (said: Said) => Said | null): Answers => {
    const answers = found(plain);
    return (request) => {
      const said = answers(request);
      return said === null ? null : change(said);
    };
  };
  const ticketOf = (reading: TicketReading) => {
    if (reading.outcome !== 'found') throw new Error(JSON.stringify(reading));
    return reading.ticket;
  };

  it('finds a ticket with at most four requests, and all that it asks for', async () => {
    const ticket = ticketOf(await read(found(plain)));
    expect(ticket).toMatchObject({
      key,
      title: 'Refunds',
      status: { category: 'done' },
      checkboxes: [{ text: 'Rollback described', checked: true }],
    });
    expect([...ticket.labels, ...Object.values(ticket.fields).flat()]).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(qa-passed|Passed)$/)]),
    );
    expect(ticket.unread).toEqual({});
    expect(server.asked.length).toBeLessThanOrEqual(4);
  });

  it('knows that one is not there where its project can be seen', async () => {
    expect(await read(gone)).toEqual({ outcome: 'unknown' });
  });

  it('does not know so where nothing can be seen', async () => {
    expect(await read(hidden)).toMatchObject({ outcome: 'cannotTell' });
  });

  it('tells a credential that is wrong or has expired', async () => {
    expect(await read(wrongToken)).toEqual({
      outcome: 'badCredentials',
      reason: expect.stringMatching(
        /does not take the credential in (TOKEN|TRACKER_USER): it is wrong or has expired$/,
      ) as string,
    });
  });

  it('tells a credential that is not set, and takes it from a file', async () => {
    expect(await read(found(plain), { TRACKER_USER: 'bot' })).toEqual({
      outcome: 'badCredentials',
      reason: 'TOKEN is not set, nor TOKEN_FILE',
    });
    const file = join(await temporaryFolder(), 'token');
    await writeFile(file, `${secret}\n`);
    expect((await read(found(plain), { TRACKER_USER: 'bot', TOKEN_FILE: file })).outcome).toBe('found');
  });

  it.each<[string, Answers, RegExp]>([
    ['forbids', () => ({ status: 403, body: { message: 'Forbidden' } }), /HTTP 403/],
    ['fails', () => ({ status: 500, body: 'oops' }), /HTTP 500/],
    ['breaks off', changed(({ body }) => ({ body: JSON.stringify(body).slice(0, -10) })), /is not JSON/],
    [
      'sends a page',
      () => ({ body: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } }),
      /is not JSON/,
    ],
    ['sends another form', () => ({ body: { nonsense: true } }), /unknown form: \S+/],
    [
      'sends to another server',
      () => ({ status: 302, body: '', headers: { location: 'https://sso.example.com/?t=1' } }),
      /redirects to https:\/\/sso\.example\.com, which/,
    ],
  ])('cannot tell when the server %s', async (_, answers, reason) => {
    const reading = await read(answers);
    expect(reading).toMatchObject({ outcome: 'cannotTell', reason: expect.stringMatching(reason) as string });
  });

  it('cannot tell when the server does not answer', async () => {
    const impatient = httpFor(['127.0.0.1'], 100);
    server.answers = () => null;
    const env = { TOKEN: secret, TRACKER_USER: 'bot' };
    const reading = await sourcesOf(await settings(), { http: impatient, env }).find(key, new Set(wanted));
    await impatient.close();
    expect(reading).toMatchObject({
      outcome: 'cannotTell',
      reason: `${server.url} does not answer within 0.1 s`,
    });
  });

  it.each(tooMany)(
    'waits as it is told when there were too many requests and the server %s',
    async (_, said, ms) => {
      const reading = await read(() => said);
      expect(reading).toMatchObject({
        outcome: 'cannotTell',
        reason: expect.stringMatching(/too many requests|left alone/) as string,
      });
      const told = 'retryAfterMs' in reading ? reading.retryAfterMs : undefined;
      expect(told).toBeGreaterThan(ms - 1000);
      expect(told).toBeLessThanOrEqual(ms);
    },
  );

  if (limited !== undefined) {
    it('waits when it is told so in other words', async () => {
      const reading = await read(limited);
      expect(reading).toMatchObject({
        outcome: 'cannotTell',
        reason: expect.stringContaining('too many requests') as string,
      });
      expect('retryAfterMs' in reading && reading.retryAfterMs).toBeGreaterThanOrEqual(1000);
    });
  }

  it('follows one that was moved on the same server', async () => {
    const reading = await read(moved(found(plain)));
    expect(reading.outcome).toBe('found');
  });

  it.each(oddWords)('finds a title of %s as it is', async (_, title) => {
    expect(ticketOf(await read(found({ ...plain, title }))).title).toBe(title);
  });
});
