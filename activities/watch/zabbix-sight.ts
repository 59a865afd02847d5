import { z } from 'zod';
import { severities } from '../../domain/watch/check.ts';
import type { WatchCheck } from '../../domain/watch/check.ts';
import { failures } from '../../texts/http.ts';
import { cannotTell } from '../tickets/api.ts';
import type { Zabbix } from './zabbix-api.ts';

export type ZabbixCheck = Extract<WatchCheck, { kind: 'zabbix' }>;

/**
 * The uptime of Zabbix's server, which it records itself. It is processed
 * like any other value, so it stops when the server takes in no data.
 */
const signOfLife = 'zabbix[uptime]';
/** The least patience, because a value may be late. */
const shortestPatienceMs = 3 * 60_000;
const patienceInTurns = 3;

const groups = z.array(z.object({ groupid: z.string() }));
const triggers = z.array(z.object({ error: z.string() }));
const signs = z.array(
  z.object({ lastclock: z.coerce.number().int().min(0).max(8.64e12), delay: z.string() }),
);

/**
 * Throws `NotRead` unless problems would be visible. Without a working trigger,
 * or with a server that takes in no data, "no problems" means nothing.
 */
export async function mustSee(check: ZabbixCheck, zabbix: Zabbix): Promise<void> {
  await Promise.all([mustMeasure(check, zabbix), mustLive(zabbix)]);
}

async function mustMeasure({ group, severity }: ZabbixCheck, { origin, ask }: Zabbix): Promise<void> {
  const any = {
    ...{ output: ['error'], group, monitored: true, min_severity: severities[severity], limit: 1 },
  };
  const [working] = await ask('trigger.get', { ...any, filter: { state: 0 } }, triggers);
  if (working !== undefined) return;
  const [broken] = await ask('trigger.get', any, triggers);
  if (broken !== undefined) throw cannotTell(failures.brokenTriggers(origin, group, broken.error));
  const found = await ask('hostgroup.get', { output: ['groupid'], filter: { name: [group] } }, groups);
  throw cannotTell(
    found.length === 0 ? failures.noGroup(origin, group) : failures.noTrigger(origin, group, severity),
  );
}

/** If the server has stopped, the frontend still answers. If the token does not see the uptime, there is no telling. */
async function mustLive({ origin, at, ask }: Zabbix): Promise<void> {
  const seen = await ask(
    'item.get',
    { output: ['lastclock', 'delay'], filter: { key_: signOfLife }, monitored: true },
    signs,
  );
  const isLate = ({ lastclock, delay }: (typeof seen)[number]) =>
    at - lastclock * 1000 > Math.max(patienceInTurns * delayMs(delay), shortestPatienceMs);
  if (seen.length > 0 && seen.every(isLate))
    throw cannotTell(
      failures.standsStill(origin, Math.max(...seen.map(({ lastclock }) => lastclock * 1000))),
    );
}

/** Parses `60` or `1m` to ms. A macro or a schedule counts as one minute. */
function delayMs(delay: string): number {
  const [, count = '1', unit = 's'] = /^(\d+)([smhd]?)$/.exec(delay) ?? ['', '1', 'm'];
  return Number(count) * ({ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1000);
}
