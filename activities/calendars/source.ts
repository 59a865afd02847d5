import { createHash } from 'node:crypto';
import { failures } from '../../texts/http.ts';
import type { Http } from '../../http/http.ts';
import type { Copy } from '../../log/copies.ts';
import type { CalendarSettings } from '../../domain/settings.ts';
import { cannotTell } from '../tickets/api.ts';
import { basic, secretOf } from '../tickets/credential.ts';

/** Where a calendar is, and how one is known there. */
export type Source = Pick<CalendarSettings, 'url' | 'urlEnv' | 'userEnv' | 'passwordEnv' | 'tokenEnv'>;

/** What is there now, unless it is as `known`: then that, of now. Throws `NotRead`. */
export async function readSource(
  source: Source,
  known: Copy | null,
  http: Http,
  env: NodeJS.ProcessEnv,
): Promise<Copy> {
  const address = await addressOf(source, env);
  const { origin } = new URL(address);
  const headers = { accept: 'text/calendar', ...(await credentialIn(source, env)), ...conditionsOf(known) };
  // Another worker may read what is newer while this one waits.
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
  { userEnv, passwordEnv, tokenEnv }: Source,
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>>> {
  if (tokenEnv !== null) return { authorization: `Bearer ${await secretOf(tokenEnv, env)}` };
  if (userEnv === null || passwordEnv === null) return {};
  const [user, password] = await Promise.all([secretOf(userEnv, env), secretOf(passwordEnv, env)]);
  return { authorization: basic(user, password) };
}

async function addressOf({ url, urlEnv }: Source, env: NodeJS.ProcessEnv): Promise<string> {
  const address = url ?? (await secretOf(urlEnv ?? '', env));
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw cannotTell(failures.noAddress(urlEnv ?? ''));
  return address;
}

/** Some programs write there when they were asked. */
const stamps = /^DTSTAMP.*\r?\n/gm;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
