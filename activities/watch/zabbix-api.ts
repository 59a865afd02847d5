import { z } from 'zod';
import type { WatchSource } from '../../domain/watch/check.ts';
import type { Http } from '../../http/http.ts';
import { failures } from '../../texts/http.ts';
import { Api, cannotTell, saidBy } from '../tickets/api.ts';
import { secretOf } from '../tickets/credential.ts';

export type ZabbixSource = Extract<WatchSource, { kind: 'zabbix' }>;

/** A session with Zabbix. */
export interface Zabbix {
  readonly origin: string;
  /** When the session began, by Zabbix's clock, epoch ms. */
  readonly at: number;
  /** Calls a method and returns its result. Throws `NotRead`. */
  readonly ask: <T>(method: string, params: object, schema: z.ZodType<T>) => Promise<T>;
}

const failed = z.object({ error: z.object({ message: z.string(), data: z.string().default('') }) });

/** Throws `NotRead`. */
export async function loginTo(
  { url, tokenEnv }: ZabbixSource,
  http: Http,
  env: NodeJS.ProcessEnv,
): Promise<Zabbix> {
  const token = await secretOf(tokenEnv ?? '', env);
  const open = new Api(http, { base: url, headers: {}, credential: null });
  const { result: version, at } = await call(open, { method: 'apiinfo.version', params: [] }, z.string(), []);
  const headers = { authorization: `Bearer ${token}` };
  const [api, auth] = takesHeader(version)
    ? [new Api(http, { base: url, headers, credential: tokenEnv }), {}]
    : [open, { auth: token }];
  return {
    origin: open.origin,
    at,
    ask: async (method, params, schema) =>
      (await call(api, { method, params, ...auth }, schema, [token])).result,
  };
}

/** Since 6.4 Zabbix takes the token in a header; 7.2 removed the field `auth`. */
function takesHeader(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 4);
}

async function call<T>(
  api: Api,
  request: { readonly method: string; readonly params: object; readonly auth?: string },
  schema: z.ZodType<T>,
  secrets: readonly string[],
): Promise<{ readonly result: T; readonly at: number }> {
  const answer = await api.ask('/api_jsonrpc.php', {
    method: 'POST',
    headers: { 'content-type': 'application/json-rpc' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...request }),
  });
  const said = api.read(answer, z.union([failed, z.object({ result: z.unknown() })]));
  if ('error' in said) {
    const words = [said.error.message, said.error.data].join(' ').trim();
    throw cannotTell(failures.said(api.origin, saidBy(words, secrets)));
  }
  const { result } = api.read(answer, z.object({ result: schema }));
  return { result, at: Date.parse(answer.headers.get('date') ?? '') || Date.now() };
}
