import { z } from 'zod';
import { severities } from '../../domain/watch/check.ts';
import type { WatchCheck, WatchSource } from '../../domain/watch/check.ts';
import { clipped } from '../../domain/signs/finding.ts';
import type { Http } from '../../http/http.ts';
import { failures } from '../../texts/http.ts';
import { Api, cannotTell, saidBy } from '../tickets/api.ts';
import { secretOf } from '../tickets/credential.ts';
import { asking } from './asking.ts';
import { noCourse } from './source.ts';
import type { Look, Source } from './source.ts';

type ZabbixSource = Extract<WatchSource, { kind: 'zabbix' }>;
type ZabbixCheck = Extract<WatchCheck, { kind: 'zabbix' }>;

/** So many problems are counted, and so many named. */
const mostProblems = 100;
const mostNamed = 5;

/** That a date can have. */
const latestSecond = 8.64e12;

const failed = z.object({ error: z.object({ message: z.string(), data: z.string().default('') }) });
const groups = z.array(z.object({ groupid: z.string() }));
const problems = z.array(
  z.object({
    objectid: z.string(),
    name: z.string(),
    clock: z.coerce.number().int().min(0).max(latestSecond),
  }),
);
const triggers = z.array(z.object({ triggerid: z.string(), hosts: z.array(z.object({ name: z.string() })) }));

/** The problems of a host group that are new since the release started. */
export function zabbixSource({ url, tokenEnv }: ZabbixSource, http: Http, env: NodeJS.ProcessEnv): Source {
  async function login(): Promise<Ask> {
    const token = await secretOf(tokenEnv ?? '', env);
    const open = new Api(http, { base: url, headers: {}, credential: null });
    const version = await call(open, { method: 'apiinfo.version', params: [] }, z.string(), []);
    if (takesHeader(version)) {
      const headers = { authorization: `Bearer ${token}` };
      const api = new Api(http, { base: url, headers, credential: tokenEnv });
      return (method, params, schema) => call(api, { method, params }, schema, [token]);
    }
    return (method, params, schema) => call(open, { method, params, auth: token }, schema, [token]);
  }

  return {
    // Problems that have ended are not listed any more; those of before the start are none of the release's.
    remembers: false,
    course: noCourse,
    read: (check, look) =>
      asking(async () => {
        const named = check.kind === 'zabbix' ? await problemsOf(check, look, await login(), url) : [];
        const since = named.length === 0 ? {} : { since: Math.min(...named.map(({ at }) => at)) };
        const texts = named.slice(0, mostNamed).map(({ text }) => clipped(text));
        return { says: 'found', count: named.length, named: texts, ...since };
      }),
  };
}

type Ask = <T>(method: string, params: object, schema: z.ZodType<T>) => Promise<T>;

interface Problem {
  readonly text: string;
  /** Since when, epoch ms. */
  readonly at: number;
}

/** Since 6.4; the field `auth` is gone from 7.2 on. */
function takesHeader(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 6 || (major === 6 && minor >= 4);
}

async function problemsOf(
  { group, severity }: ZabbixCheck,
  { since }: Look,
  ask: Ask,
  url: string,
): Promise<readonly Problem[]> {
  const found = await ask('hostgroup.get', { output: ['groupid'], filter: { name: [group] } }, groups);
  if (found.length === 0) throw cannotTell(failures.noGroup(new URL(url).origin, group));
  const open = await ask(
    'problem.get',
    {
      ...{ output: ['objectid', 'name', 'clock'], groupids: found.map(({ groupid }) => groupid) },
      severities: Object.values(severities).filter((one) => one >= severities[severity]),
      ...(since === null ? {} : { time_from: Math.floor(since / 1000) }),
      // Zabbix alone knows what a maintenance suppresses: it may be for some tags, or of one host of a trigger over several.
      ...{ suppressed: false, source: 0, object: 0 },
      ...{ sortfield: ['eventid'], sortorder: 'DESC', limit: mostProblems },
    },
    problems,
  );
  if (open.length === 0) return [];
  // It keeps the problems of what was switched off.
  const living = await ask(
    'trigger.get',
    {
      ...{ output: ['triggerid'], triggerids: open.map(({ objectid }) => objectid), monitored: true },
      selectHosts: ['name'],
    },
    triggers,
  );
  const hostsOf = new Map(
    living.map(({ triggerid, hosts }) => [
      triggerid,
      hosts
        .map(({ name }) => name)
        .sort()
        .join(', '),
    ]),
  );
  return open.flatMap(({ objectid, name, clock }) => {
    const hosts = hostsOf.get(objectid);
    return hosts === undefined ? [] : [{ text: `${hosts}: ${name}`, at: clock * 1000 }];
  });
}

async function call<T>(
  api: Api,
  request: { readonly method: string; readonly params: object; readonly auth?: string },
  schema: z.ZodType<T>,
  secrets: readonly string[],
): Promise<T> {
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
  return api.read(answer, z.object({ result: schema })).result;
}
