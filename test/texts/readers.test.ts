import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textsIn } from '../../texts/index.ts';
import { Readers } from '../../texts/readers.ts';

const minute = 60_000;

// The cache takes its clock when it is loaded, and treats the time 0 as unset.
vi.hoisted(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(1000);
});

/** Advances the clock. The real delay is needed because the cache reads its clock at most once a millisecond. */
async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await sleep(10);
}

/** Each person's locale in Slack, or the error that Slack returns; `silence`: it never answers. */
let locales: Record<string, string | { readonly error: string }>;
let asked: string[];
let failed: string[];
let readers: Readers;

const slack = createServer((request, response) => {
  void (async () => {
    const body: Buffer[] = [];
    for await (const chunk of request) body.push(chunk as Buffer);
    const query = new URLSearchParams(Buffer.concat(body).toString());
    const user = query.get('user') ?? '';
    asked.push(user);
    const locale = locales[user];
    if (locale === 'silence') return;
    response.setHeader('content-type', 'application/json');
    const told = query.get('include_locale') === 'true' ? { locale } : {};
    const answer =
      typeof locale === 'object' ? { ok: false, ...locale } : { ok: true, user: { id: user, ...told } };
    response.end(JSON.stringify(answer));
  })();
});

beforeEach(async () => {
  locales = { U_RUS: 'ru-RU', U_ENG: 'en-GB', U_DEU: 'de-DE' };
  asked = [];
  failed = [];
  slack.listen(0, '127.0.0.1');
  await once(slack, 'listening');
  const { port } = slack.address() as AddressInfo;
  const slackApiUrl = `http://127.0.0.1:${port}/api/`;
  readers = new Readers(new WebClient('xoxb-test', { slackApiUrl, retryConfig: { retries: 0 } }), (user) => {
    failed.push(user);
  });
});
afterEach(async () => {
  slack.closeAllConnections();
  slack.close();
  await once(slack, 'close');
});

/** The language in which a person reads, where the default is `language`. */
const readsIn = async (user: string, language: 'en' | 'ru' = 'en') =>
  (await readers.textsIn(language).of(user)) === textsIn('ru') ? 'ru' : 'en';

describe('somebody reads', () => {
  it('in the language of their Slack, whatever everyone reads', async () => {
    expect(await readsIn('U_RUS', 'en')).toBe('ru');
    expect(await readsIn('U_ENG', 'ru')).toBe('en');
    expect(readers.textsIn('ru').everyone).toBe(textsIn('ru'));
  });

  it.each(['en', 'ru'] as const)(
    'in %s, if everyone does and no other language is known',
    async (language) => {
      locales['U_NONE'] = { error: 'missing_scope' };
      expect(await readsIn('U_DEU', language)).toBe(language);
      expect(await readsIn('U_MUTE', language)).toBe(language);
      expect(await readsIn('U_NONE', language)).toBe(language);
      expect(failed).toEqual(['U_NONE']);
    },
  );

  it('another language some minutes after they have changed it', async () => {
    await readsIn('U_ENG');
    locales['U_ENG'] = 'ru-RU';
    await pass(9 * minute);
    expect(await readsIn('U_ENG')).toBe('en');
    expect(asked).toEqual(['U_ENG']);
    await pass(2 * minute);
    expect(await readsIn('U_ENG')).toBe('ru');
  });

  it('in the language that was known last while Slack does not tell, and it is not asked all the time', async () => {
    await readsIn('U_RUS');
    locales['U_RUS'] = { error: 'internal_error' };
    await pass(11 * minute);
    expect(await readsIn('U_RUS')).toBe('ru');
    expect(await readsIn('U_RUS')).toBe('ru');
    expect(asked).toHaveLength(2);
    locales['U_RUS'] = 'en-US';
    await pass(2 * minute);
    expect(await readsIn('U_RUS')).toBe('en');
  });

  it('at once, though Slack is silent', async () => {
    locales['U_HANG'] = 'silence';
    // Against a timer, since a busy machine delays both.
    const within = (ms: number) => Promise.race([readsIn('U_HANG', 'ru'), sleep(ms, 'too late')]);
    expect(await within(2000)).toBe('ru');
    expect(await within(500)).toBe('ru');
  });
});
