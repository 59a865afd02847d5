import { z } from 'zod';
import { failures } from '../../texts/http.ts';
import { RefusedByTracker, unknownTicket } from '../tickets/api.ts';
import type { Api } from '../tickets/api.ts';
import { dataOf, query } from '../tickets/graphql.ts';
import { linearPause } from '../tickets/linear.ts';
import {
  linearCommentMutation,
  linearCommentsQuery,
  linearStateMutation,
  linearStateQuery,
} from './linear-queries.ts';
import { markdown } from './markup.ts';
import { isSame } from './writer.ts';
import type { Writer } from './writer.ts';

const commented = z.object({
  issue: z.object({ id: z.string(), comments: z.object({ nodes: z.array(z.object({})) }) }),
});
const named = z.object({ name: z.string() });
const stated = z.object({
  issue: z.object({
    id: z.string(),
    state: named,
    team: z.object({ states: z.object({ nodes: z.array(named.extend({ id: z.string() })) }) }),
  }),
});

export function linearWriter(api: Api, path: string, credential: string): Writer {
  const asked = async <T>(text: string, variables: object, schema: z.ZodType<T>): Promise<T> => {
    const { data, errors } = await query(api, path, text, variables, linearPause, credential);
    const [failed] = errors;
    if (failed !== undefined) throw new RefusedByTracker(failures.said(api.origin, failed.message));
    return dataOf(api, data, schema);
  };
  const ofIssue = <T>(key: string, text: string, schema: z.ZodType<T>, more = {}): Promise<T> => {
    if (!/^[A-Z][A-Z0-9_]*-\d+$/.test(key)) throw unknownTicket();
    return asked(text, { id: key, ...more }, schema);
  };
  return {
    async comment(key, { marker, said }) {
      const { issue } = await ofIssue(key, linearCommentsQuery, commented, { marker });
      if (issue.comments.nodes.length > 0) return;
      const body = `${markdown(said)}\n\n(${marker})`;
      await asked(linearCommentMutation, { issue: issue.id, body }, z.object({ commentCreate: success }));
    },
    status: {
      of: async (key) => (await ofIssue(key, linearStateQuery, stated)).issue.state.name,
      async move(key, _, to) {
        const { issue } = await ofIssue(key, linearStateQuery, stated);
        const known = issue.team.states.nodes;
        const state = known.find(({ name }) => isSame(name, to));
        if (state === undefined) {
          throw new RefusedByTracker(
            failures.noStatus(
              api.origin,
              to,
              known.map(({ name }) => name),
            ),
          );
        }
        const change = { issue: issue.id, state: state.id };
        await asked(linearStateMutation, change, z.object({ issueUpdate: success }));
      },
    },
  };
}

const success = z.object({ success: z.literal(true) });
