/** What every kind of page source has to do, whatever happens to its server. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { httpFor } from '../../../http/http.ts';
import type { Http } from '../../../http/http.ts';
import { noLogins } from '../../../activities/logins.ts';
import { readPage } from '../../../activities/pages/read-page.ts';
import { sectionText, writtenChars } from '../../../domain/signs/page.ts';
import type { Page, PageReading } from '../../../domain/signs/page.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { moved, oddWords, tooMany } from '../tickets/played/cases.ts';
import { playing } from '../tickets/played/playing.ts';
import type { Answers, Said } from '../tickets/played/server.ts';
import { playedPages, variable } from './played.ts';

const secret = 's3cret-token';
const env: NodeJS.ProcessEnv = { PAGES_USER: 'bot', [variable]: secret };
const { server, http } = playing();
const plain = { title: 'Refunds', text: 'Switch it on.' };

describe.each(playedPages)(
  '$name',
  ({ name, known, origin, path, found, gone, hidden, wrongSecret, hasTitle, isJson }) => {
    /** Requests to a public server go to the local server instead. */
    const here = (real: Http): Http => ({
      ask: (url, asked) =>
        real.ask(url.replace(/^https:\/\/(?:acme|api)\.atlassian\.(?:net|com)/, server.url), asked),
      close: real.close,
    });
    const refused: string[] = [];
    const read = async (answers: Answers, given = env, by = http): Promise<PageReading> => {
      server.answers = answers;
      const site = origin ?? server.url;
      refused.length = 0;
      const onRefused = (_: string, reason: string) => refused.push(reason);
      const world = {
        ...{ http: here(by), env: given, logins: noLogins() },
        ...{ onRefused, onPagesRefused: onRefused },
      };
      const reading = await readPage(`${site}${path}`, known(site), world);
      expect(JSON.stringify([reading, refused])).not.toContain(secret);
      return reading;
    };
    const pageOf = (reading: PageReading): Page => {
      if (reading.outcome !== 'found') throw new Error(JSON.stringify(reading));
      return reading.page;
    };
    const changed = (change: (said: Said) => Said): Answers => {
      const answers = found(plain);
      return (request) => {
        const said = answers(request);
        return said === null ? null : change(said);
      };
    };
    const cannotTell = (reason: RegExp) => ({
      outcome: 'cannotTell',
      reason: expect.stringMatching(reason) as string,
    });

    it('finds a page with its sections, with at most four requests', async () => {
      const page = pageOf(await read(found(plain)));
      if (hasTitle) expect(page.title).toBe('Refunds');
      expect(sectionText(page, 'release')).toBe('Switch it on.');
      expect(writtenChars(sectionText(page, 'Rollback') ?? 'there is none')).toBe(0);
      expect(sectionText(page, 'Security')).toBeNull();
      expect(server.asked.length).toBeLessThanOrEqual(4);
    });

    it('lacks a page that is not there', async () => {
      expect(await read(gone)).toEqual({ outcome: 'missing' });
      expect(server.asked.length).toBeLessThanOrEqual(4);
    });

    it('cannot tell of what may not be seen', async () => {
      expect(await read(hidden)).toEqual(cannotTell(/^https?:/));
    });

    if (name === 'redmine wiki') {
      it('finds a page where nobody can be asked whose key it is, and lacks none there', async () => {
        const hidesUsers =
          (answers: Answers): Answers =>
          (request) =>
            request.path.startsWith('/users/current') ? { status: 404, body: '' } : answers(request);
        expect((await read(hidesUsers(found(plain)))).outcome).toBe('found');
        expect(await read(hidesUsers(gone))).toEqual(cannotTell(/404/));
      });
    }

    if (wrongSecret) {
      it('tells a credential that is wrong or has expired, to the admins as well', async () => {
        const reading = await read(wrongSecret);
        expect(reading).toEqual(cannotTell(/does not take the credential in PAGES_SECRET: /));
        expect(refused).toEqual(['reason' in reading ? reading.reason : '']);
      });

      it('tells a credential that is not set, and takes it from a file', async () => {
        const reason = `${variable} is not set, nor ${variable}_FILE`;
        expect(await read(found(plain), { PAGES_USER: 'bot' })).toEqual({ outcome: 'cannotTell', reason });
        const file = join(await temporaryFolder(), 'secret');
        await writeFile(file, `${secret}\n`);
        const inFile = { PAGES_USER: 'bot', [`${variable}_FILE`]: file };
        expect((await read(found(plain), inFile)).outcome).toBe('found');
      });
    }

    it.each<[string, Answers, RegExp]>([
      ['fails', () => ({ status: 500, body: 'oops' }), /HTTP 500/],
      [
        'sends a page to sign in',
        () => ({
          body: '<title>Sign in</title><form><input type="password"></form>',
          headers: { 'content-type': 'text/html' },
        }),
        /is not JSON|without the content|a form to sign in/,
      ],
      [
        'sends to another server',
        () => ({ status: 302, body: '', headers: { location: 'https://sso.example.com/?t=1' } }),
        /redirects to https:\/\/sso\.example\.com, which/,
      ],
      [
        'breaks off',
        changed((said) =>
          isJson
            ? { ...said, body: JSON.stringify(said.body).slice(0, -10) }
            : { ...said, headers: { ...said.headers, 'content-length': '100000', connection: 'close' } },
        ),
        isJson ? /is not JSON|HTTP 404/ : /cannot be reached/,
      ],
    ])('cannot tell when the server %s', async (_, answers, reason) => {
      expect(await read(answers)).toEqual(cannotTell(reason));
    });

    it('cannot tell when the server does not answer', async () => {
      const impatient = httpFor(['127.0.0.1'], 100);
      expect(await read(() => null, env, impatient)).toEqual(cannotTell(/does not answer within 0\.1 s$/));
      await impatient.close();
    });

    it.each(tooMany)('leaves a server alone that has had too many requests and %s', async (_, said, ms) => {
      expect(await read(() => said)).toEqual(cannotTell(/too many requests|left alone/));
      const asked = server.asked.length;
      expect(await read(found(plain))).toEqual(cannotTell(/left alone/));
      expect(server.asked.length).toBe(asked);
      const again = await http.ask(server.url);
      const pauseMs = again.outcome === 'cannotTell' ? again.retryAfterMs : 0;
      expect(pauseMs).toBeGreaterThan(ms - 1000);
      expect(pauseMs).toBeLessThanOrEqual(ms);
    });

    it('follows one that was moved on the same server', async () => {
      const reading = await read(moved(found(plain)));
      expect(reading.outcome).toBe('found');
    });

    it.each(oddWords)('finds a title and a text of %s as they are', async (_, words) => {
      const page = pageOf(await read(found({ title: words, text: words })));
      if (hasTitle) expect(page.title).toBe(words);
      expect(sectionText(page, 'Release')).toBe(words);
    });
  },
);
