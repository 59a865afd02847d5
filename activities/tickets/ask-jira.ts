import type { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { NotRead } from './api.ts';
import type { Api } from './api.ts';

/**
 * Reads what is at a path in Jira; null if it does not exist. Checks a header, because with an expired
 * token Jira Cloud answers as it does to an anonymous user, with status 200 or 404. Throws `NotRead`.
 */
export async function askJira<T>(
  api: Api,
  credential: string,
  at: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const answer = await api.ask(at);
  const reason = answer.headers.get('x-seraph-loginreason') ?? '';
  if (/AUTHENTICATED_FAILED|AUTHENTICATION_DENIED|\bOUT\b/.test(reason)) {
    throw new NotRead({ outcome: 'badCredentials', reason: failures.credentials(api.origin, credential) });
  }
  return answer.status === 404 ? null : api.read(answer, schema);
}
