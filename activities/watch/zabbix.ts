import { z } from 'zod';
import { severities } from '../../domain/watch/check.ts';
import { clipped } from '../../domain/signs/finding.ts';
import type { Http } from '../../http/http.ts';
import { asking } from './asking.ts';
import { noCourse } from './source.ts';
import type { ReadingRequest, Source } from './source.ts';
import { loginTo } from './zabbix-api.ts';
import type { Zabbix, ZabbixSource } from './zabbix-api.ts';
import { mustSee } from './zabbix-sight.ts';
import type { ZabbixCheck } from './zabbix-sight.ts';

/** How many problems are counted, and how many are named. */
const mostProblems = 100;
const mostNamed = 5;

/** The latest second that a `Date` can represent. */
const latestSecond = 8.64e12;

const whole = z.coerce.number().int().min(0);
const triggers = z.array(z.object({ triggerid: z.string(), hosts: z.array(z.object({ name: z.string() })) }));
const problems = z.array(
  z.object({ eventid: whole, objectid: z.string(), name: z.string(), clock: whole.max(latestSecond) }),
);
const events = z.array(z.object({ eventid: whole }));

/** The problems of a host group that are new since the release started. */
export const zabbixSource = (source: ZabbixSource, http: Http, env: NodeJS.ProcessEnv): Source => ({
  // Zabbix lists only open problems, and those from before the start do not count.
  remembers: false,
  course: noCourse,
  read: (check, look) =>
    asking(async () => {
      if (check.kind !== 'zabbix') return { says: 'nothing', reason: '' };
      const zabbix = await loginTo(source, http, env);
      const newest = look.since === null ? {} : { newest: look.newest ?? (await newestEvent(zabbix)) };
      const found = await problemsOf(check, { ...look, ...newest }, zabbix);
      if (found.length === 0) await mustSee(check, zabbix);
      const since = found.length === 0 ? {} : { since: Math.min(...found.map(({ at }) => at)) };
      const named = found.slice(0, mostNamed).map(({ text }) => clipped(text));
      const ids = found.map(({ id }) => id);
      return { says: 'found', count: found.length, named, ids, ...since, ...newest };
    }),
});

interface Problem {
  readonly id: string;
  readonly text: string;
  /** Since when, epoch ms. */
  readonly at: number;
}

const ofTriggers = { source: 0, object: 0, sortfield: ['eventid'], sortorder: 'DESC' };

/** The ID of the newest problem, open or hidden. Later problems have higher IDs. */
async function newestEvent({ ask }: Zabbix): Promise<number> {
  const [event] = await ask('problem.get', { output: ['eventid'], ...ofTriggers, limit: 1 }, events);
  return event?.eventid ?? 0;
}

async function problemsOf(
  { group, severity }: ZabbixCheck,
  { since, newest = Infinity }: ReadingRequest,
  { ask }: Zabbix,
): Promise<readonly Problem[]> {
  // Zabbix keeps the problems of disabled triggers, of which there may be many, so the firing triggers are read first.
  const firing = await ask(
    'trigger.get',
    { output: ['triggerid'], group, monitored: true, filter: { value: 1 }, selectHosts: ['name'] },
    triggers,
  );
  if (firing.length === 0) return [];
  const hostsOf = new Map(firing.map(({ triggerid, hosts }) => [triggerid, namesOf(hosts)]));
  const open = await ask(
    'problem.get',
    {
      ...{ output: ['eventid', 'objectid', 'name', 'clock'], objectids: [...hostsOf.keys()] },
      severities: Object.values(severities).filter((one) => one >= severities[severity]),
      // Only Zabbix knows what a maintenance suppresses: it may apply to some tags, or to one host of a trigger that has several.
      ...{ suppressed: false, ...ofTriggers, limit: mostProblems },
    },
    problems,
  );
  // Zabbix's clock may differ from ours. That only matters for problems that were open at the first look.
  const sinceSecond = Math.floor((since ?? 0) / 1000);
  return open
    .filter(({ eventid, clock }) => eventid > newest || clock >= sinceSecond)
    .map(({ eventid, objectid, name, clock }) => ({
      id: String(eventid),
      text: `${hostsOf.get(objectid) ?? ''}: ${name}`,
      at: clock * 1000,
    }));
}

const namesOf = (hosts: readonly { readonly name: string }[]): string =>
  hosts
    .map(({ name }) => name)
    .sort()
    .join(', ');
