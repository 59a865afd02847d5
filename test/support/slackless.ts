/** A company whose worker and page run without Slack, and its whole conversation; then Slack is back. */
import { expect } from 'vitest';
import type { Stage } from '../../domain/release/stage.ts';
import { startNodeChild } from '../../start/node-child.ts';
import { without } from '../../start/project.ts';
import { startApiCompany } from './api.ts';
import type { ApiCompany } from './api.ts';
import { castOf, touchedBy } from './conversation.ts';
import type { Cast } from './conversation.ts';
import { steps } from './conversation-steps.ts';
import type { Role } from './conversation-steps.ts';
import { eventually } from './eventually.ts';
import { Transcript } from './transcript.ts';
import { startWeb } from './web.ts';

/** A ticket that the conversation does not mention. */
export const stillOpen = 'OPEN-1';
const roles = ['first', 'second', 'third'] as const;

export interface SlacklessCompany {
  readonly api: ApiCompany;
  readonly cast: Cast;
  /** The address of its page and API. */
  readonly url: string;
  /** The log of its worker. */
  readonly logged: readonly string[];
  /** Words of the conversation, with the ticket keys filled in. */
  readonly wordsOf: (words: string) => string;
  /** Resolves once the releases are in the stages after a step of the conversation. */
  readonly untilStages: (stages: readonly (Stage | null)[]) => Promise<void>;
  /** Starts a worker and a bot with Slack. */
  readonly giveSlack: () => Promise<void>;
}

/** `webEnv`: additional environment of its page. */
export async function startSlackless(
  webEnv: Readonly<Record<string, string>> = {},
): Promise<SlacklessCompany> {
  const cast = castOf(1);
  const { tickets, components } = touchedBy([cast]);
  const api = await startApiCompany({
    tickets: { ...tickets, [stillOpen]: ['ios-app'] },
    ...(components === undefined ? {} : { components }),
  });
  const { company } = api;
  await Promise.all([company.worker().stop(), company.bot().stop()]);
  const env = { ...company.env, DOBROBOT_SLACK: 'off', SLACK_BOT_TOKEN: '', SLACK_API_URL: '' };
  const logged: string[] = [];
  const worker = await startNodeChild(
    'worker',
    { ...without(process.env, 'TEMPORAL', 'SLACK', 'DOBROBOT', 'DATABASE'), ...env },
    (line) => logged.push(line),
  );
  const { url } = await startWeb({ ...env, ...webEnv });
  return {
    ...{ api, cast, url, logged },
    wordsOf: (words) => words.replace(/first|second|third/g, (role) => cast[role as Role]),
    untilStages: (stages) =>
      eventually(async () => {
        const now = await Promise.all(
          roles.map(async (role, n) =>
            stages[n] === null ? null : (await company.statusOf(cast[role])).stage,
          ),
        );
        expect(now).toEqual(stages);
      }),
    async giveSlack() {
      await worker.stop();
      await Promise.all([company.startWorker(), company.startBot()]);
    },
  };
}

/** After the conversation: Slack shows the current state of each card, its story, and who is asked for `stillOpen`. */
export async function expectShown({ api: { company }, cast, wordsOf }: SlacklessCompany): Promise<void> {
  const transcript = new Transcript(company);
  const stories = roles.map((role) => ({
    role,
    says: steps.flatMap(({ read }) =>
      read.flatMap(({ place, about, says }) =>
        place === 'shipping' && about === role
          ? [new RegExp(wordsOf(says).replaceAll('COMPONENT', cast.component), 's')]
          : [],
      ),
    ),
  }));
  await eventually(async () => {
    const posts = await transcript.posts();
    for (const { role, says } of stories) {
      const told = posts.filter(
        ({ place, text }) => place === 'shipping' && text.search(new RegExp(`${cast[role]}(?!\\d)`)) >= 0,
      );
      for (const pattern of says)
        expect(told.map(({ text }) => text)).toContainEqual(expect.stringMatching(pattern));
    }
  });
  // Each card, which is in the channel once, shows how it ended.
  for (const role of roles) {
    const shown = (await transcript.posts()).filter(({ text }) =>
      new RegExp(`${cast[role]}\\b.*finished`, 'is').test(text),
    );
    expect(shown.length).toBeGreaterThan(0);
  }
  // Users who have to act are asked, but not for anything that is over.
  await transcript.untilSaid('U_NORA', new RegExp(`accept ${stillOpen}`));
  await transcript.untilSaid('shipping', /frozen.*ledger|ledger.*frozen|froze.*ledger/i);
  const direct = (await transcript.posts()).filter(({ place }) => place === 'U_NORA');
  expect(direct.filter(({ text }) => roles.some((role) => text.includes(`accept ${cast[role]}`)))).toEqual(
    [],
  );
  // The releases only waited for that.
  for (const role of roles) {
    const { client } = company.temporal;
    await client.withDeadline(Date.now() + 60_000, () =>
      client.workflow.getHandle(`release:${cast[role]}`).result(),
    );
  }
}
