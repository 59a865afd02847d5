import { readSecret } from '../../config/secret.ts';
import type { PageReading } from '../../domain/signs/page.ts';
import type { PageSettings } from '../../domain/settings.ts';
import { failures } from '../../texts/http.ts';
import type { Http } from '../http/http.ts';
import { htmlPage, markdownPage } from './sections.ts';

export interface PageWorld {
  readonly http: Http;
  readonly env: NodeJS.ProcessEnv;
}

/** Reads a page, with the credential of the first settings that begin its address; others are asked for without one. */
export async function readPage(
  address: string,
  settings: readonly PageSettings[],
  { http, env }: PageWorld,
): Promise<PageReading> {
  const known = settings.find(({ matches }) => address.startsWith(matches));
  const credential = known === undefined ? {} : await headersFor(known, env);
  if (typeof credential === 'string') return { outcome: 'cannotTell', reason: credential };
  const { origin } = new URL(address);
  const accept = 'text/html, text/markdown;q=0.9, text/plain;q=0.8';
  const answer = await http.ask(address, { headers: { accept, ...credential } });
  if (answer.outcome === 'cannotTell') return answer;
  const { status, headers, text } = answer;
  if (status === 404 || status === 410) return { outcome: 'missing' };
  if (status === 401 && known !== undefined) {
    const variable = known.tokenEnv ?? known.passwordEnv ?? known.matches;
    return { outcome: 'cannotTell', reason: failures.credentials(origin, variable) };
  }
  if (status !== 200) return { outcome: 'cannotTell', reason: failures.status(origin, status) };
  const type = headers.get('content-type') ?? 'text/html';
  if (/html/i.test(type)) return { outcome: 'found', page: htmlPage(text, address) };
  if (/^text\//i.test(type)) return { outcome: 'found', page: markdownPage(text, address) };
  return { outcome: 'cannotTell', reason: failures.notText(origin) };
}

/** A text says why there are none. */
async function headersFor(
  { tokenEnv, userEnv, passwordEnv }: PageSettings,
  env: NodeJS.ProcessEnv,
): Promise<Readonly<Record<string, string>> | string> {
  for (const variable of [tokenEnv, userEnv, passwordEnv]) {
    if (variable !== null && (await readSecret(variable, env)) === null)
      return failures.noCredential(variable);
  }
  if (tokenEnv !== null) return { authorization: `Bearer ${(await readSecret(tokenEnv, env)) ?? ''}` };
  if (userEnv === null || passwordEnv === null) return {};
  const pair = [await readSecret(userEnv, env), await readSecret(passwordEnv, env)].join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
