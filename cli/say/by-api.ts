import { request } from 'undici';
import { z } from 'zod';
import { readSecret } from '../../config/secret.ts';
import { reasonOf } from '../../domain/reason-of.ts';
import { isIdentity } from '../../domain/trust.ts';
import { apiWordsIn } from '../../texts/api-words-in.ts';
import { checkWords } from '../../texts/cli-check.ts';
import { words } from '../../texts/cli-say.ts';
import { plainText } from '../../texts/plain-text.ts';
import type { Language } from '../../domain/settings.ts';
import { shortTokenOf } from './short-token.ts';
import { heldBy } from './held-by.ts';
import { spokenLanguage } from './language.ts';
import { NotReachable } from './way.ts';
import type { ApiAnswer, Way } from './way.ts';

const said = z.looseObject({ answer: z.looseObject({}), text: z.string() });
const exchanged = z.object({ token: z.string() });
const problem = z.looseObject({ detail: z.string() });

const json = { 'content-type': 'application/json' };

/** Longer than the ten minutes that a wait may take. */
const patienceMs = 11 * 60_000;
/** The API answers a command within half a minute, if at all. */
const answerWithinMs = 40_000;
/** After that, a new heartbeat is better than waiting. */
const signWithinMs = 10_000;

/** Uses the API at `DOBROBOT_URL`, with the token in `DOBROBOT_TOKEN`. */
export async function wayByApi(env: NodeJS.ProcessEnv): Promise<Way> {
  const base = env['DOBROBOT_URL'] ?? '';
  if (!/^https?:\/\//.test(base) || !URL.canParse(base)) throw new NotReachable(words.badUrl(base));
  const language = spokenLanguage(env);
  const token = await tokenIn(env, base, language);
  const call = (path: string, body?: object, key?: string, withinMs = patienceMs) =>
    ask(new URL(`/api/v1${path}`, base), withinMs, body, {
      authorization: `Bearer ${token}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : json),
      ...(language === null ? {} : { 'accept-language': language }),
    });
  const at = encodeURIComponent;
  return {
    async say(text, commandId) {
      const told = await call('/commands', { text }, commandId);
      const { data } = said.safeParse(told.body);
      return data === undefined ? told : { ...told, body: data.answer, text: data.text };
    },
    deploy({ signal, ticket, runner, commandId, reason }) {
      const body = { runner, ...(reason === undefined ? {} : { reason }) };
      return call(`/releases/${at(ticket)}/${signal}`, body, commandId, answerWithinMs);
    },
    heartbeat: (ticket, runner) =>
      call(`/releases/${at(ticket)}/heartbeat`, { runner }, undefined, signWithinMs),
    wait: (ticket, stage, ms) =>
      call(`/releases/${at(ticket)}/wait?for=${stage}&timeout=${Math.ceil(ms / 1000)}`),
    check([ticket = '', ...options]) {
      if (options.length > 0) throw new Error(checkWords.onlyTicket);
      return call(`/releases/${at(ticket)}/check`);
    },
    async verify(component, fencing) {
      const told = await call(`/locks/${at(component)}/verify`, { token: fencing });
      if (told.status >= 400) return told;
      const { verified } = apiWordsIn(language ?? 'en');
      return { ...told, text: plainText(verified(component, fencing, heldBy(told.body))) };
    },
    close: () => Promise.resolve(),
  };
}

/** The API token. Exchanges a pipeline's identity token for a short one that serves all calls of the job. Throws `NotReachable`. */
async function tokenIn(env: NodeJS.ProcessEnv, base: string, language: Language | null): Promise<string> {
  const given = secretFor(env);
  if (!isIdentity(given)) return given;
  const short = await shortTokenOf(given, base, env, async () => {
    const headers = { ...json, ...(language === null ? {} : { 'accept-language': language }) };
    const told = await ask(new URL('/api/v1/token', base), answerWithinMs, { identityToken: given }, headers);
    const { data } = exchanged.safeParse(told.body);
    if (data !== undefined) return data.token;
    if (told.body['code'] === 'identityUsed') return null;
    throw new NotReachable(told.text);
  });
  if (short === null) throw new NotReachable(words.exchangedElsewhere);
  return short;
}

function secretFor(env: NodeJS.ProcessEnv): string {
  try {
    const token = readSecret('DOBROBOT_TOKEN', env);
    if (token !== null) return token;
  } catch (error) {
    throw new NotReachable(reasonOf(error), { cause: error });
  }
  throw new NotReachable(words.noToken);
}

async function ask(
  url: URL,
  withinMs: number,
  body: object | undefined,
  headers: Record<string, string>,
): Promise<ApiAnswer> {
  try {
    const { statusCode, body: answer } = await request(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      headersTimeout: withinMs,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const told = z.looseObject({}).parse(await answer.json());
    return { status: statusCode, body: told, text: problem.safeParse(told).data?.detail ?? '' };
  } catch (error) {
    throw new NotReachable(words.noApi(url.origin, reasonOf(error)), { cause: error });
  }
}
