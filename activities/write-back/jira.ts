import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { RefusedByTracker, unknownTicket } from '../tickets/api.ts';
import { adf, jiraWiki } from './markup.ts';
import type { Wire } from './wire.ts';
import { isSame } from './writer.ts';
import type { Writer } from './writer.ts';

const named = z.object({ name: z.string() });
const issue = z.object({ fields: z.object({ status: named }) });
const transitions = z.object({
  transitions: z.array(z.object({ id: z.string(), name: z.string(), to: named })),
});
const comments = z.object({
  total: z.number().nullish(),
  comments: z.array(z.object({ body: z.unknown().optional() })),
});

const atOnce = 100;
const mostPages = 10;

/**
 * Writes comments and transitions to Jira. A transition is found by the
 * status it leads to, or by its name. `path` is that of the REST API.
 */
export function jiraWriter(wire: Wire, path: string): Writer {
  const isCloud = path.endsWith('/3');
  const at = (key: string): string => {
    if (!/^[A-Z][A-Z0-9_]*-\d+$/.test(key)) throw unknownTicket();
    return `${path}/issue/${key}`;
  };
  /** Asks for the newest first; not every Jira supports that order. */
  const isThere = async (key: string, marker: string): Promise<boolean> => {
    for (let page = 0; page < mostPages; page++) {
      const query = `orderBy=-created&maxResults=${atOnce}&startAt=${page * atOnce}`;
      const { comments: all, total } = await wire.get(`${at(key)}/comment?${query}`, comments);
      if (all.some(({ body }) => JSON.stringify(body).includes(marker))) return true;
      if (all.length === 0 || (page + 1) * atOnce >= (total ?? 0)) return false;
    }
    return false;
  };
  return {
    async comment(key, { marker, said }) {
      if (await isThere(key, marker)) return;
      const whole = [...said, ` (${marker})`];
      await wire.send(`${at(key)}/comment`, { body: isCloud ? adf(whole) : jiraWiki(whole) });
    },
    status: {
      of: async (key) => (await wire.get(`${at(key)}?fields=status`, issue)).fields.status.name,
      async move(key, from, to) {
        const { transitions: all } = await wire.get(`${at(key)}/transitions`, transitions);
        const chosen = all.find((one) => isSame(one.to.name, to)) ?? all.find(({ name }) => isSame(name, to));
        if (chosen === undefined) {
          const offered = all.map((one) => `${one.name} → ${one.to.name}`);
          throw new RefusedByTracker(failures.noTransition(wire.origin, to, from, offered));
        }
        await wire.send(`${at(key)}/transitions`, { transition: { id: chosen.id } });
      },
    },
  };
}
