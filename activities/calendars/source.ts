import { createHash } from 'node:crypto';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import type { Copy } from '../../log/copies.ts';
import type { CalendarSettings } from '../../domain/settings.ts';
import { cannotTell } from '../tickets/api.ts';
import { basic, secretOf } from '../tickets/credential.ts';

/** The address of a calendar and the variables with its credentials. */
export type CalendarFeed = Pick<CalendarSettings, 'url' | 'urlEnv' | 'userEnv' | 'passwordEnv' | 'tokenEnv'>;

/** Reads a calendar. If it has not changed, returns `known` with a new `readAt`. Throws `NotRead`. */
export async function readSource(
  source: CalendarFeed,
  known: Copy | null,
  http: Http,
  env: NodeJS.ProcessEnv,
): Promise<Copy> {
  const address = await addressOf(source, env);
  const { origin } = new URL(address);
  const headers = { accept: 'text/calendar', ...(await credentialIn(source, env)), ...conditionsOf(known) };
  // Taken before the request: another worker may read a newer version while this one waits.
  const readAt = Date.now();
  const answer = await http.ask(address, { headers });
  if (answer.outcome === 'cannotTell') throw cannotTell(answer.reason);
  if (answer.status === 304 && known !== null) return { ...known, readAt };
  if (answer.status !== 200) throw cannotTell(failures.status(origin, answer.status));
  const { text: content, headers: said } = answer;
  const [etag, modified] = [said.get('etag'), said.get('last-modified')];
  return { content, version: hashOf(content.replace(stamps, '')), etag, modified, readAt };
}

const conditionsOf = (known: Copy | null): Readonly<Record<string, string>> => ({
  ...(known?.etag && { 'if-none-match': known.etag }),
  ...(known?.modified && { 'if-modified-since': known.modified }),
});

async function credentialIn(
  { userEnv, passwordEnv, tokenEnv }: CalendarFeed,
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>>> {
  if (tokenEnv !== null) return { authorization: `Bearer ${await secretOf(tokenEnv, env)}` };
  if (userEnv === null || passwordEnv === null) return {};
  const [user, password] = await Promise.all([secretOf(userEnv, env), secretOf(passwordEnv, env)]);
  return { authorization: basic(user, password) };
}

async function addressOf({ url, urlEnv }: CalendarFeed, env: NodeJS.ProcessEnv): Promise<string> {
  const address = url ?? (await secretOf(urlEnv ?? '', env));
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw cannotTell(failures.noAddress(urlEnv ?? ''));
  return address;
}

/** Some servers write the time of the request here. Left out of the hash, so that it does not change the version. */
const stamps = /^DTSTAMP.*\r?\n/gm;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
