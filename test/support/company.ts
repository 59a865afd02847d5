import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { stringify } from 'yaml';
import type { LockView } from '../../domain/lock/lock-view.ts';
import type { ReleaseStatus } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/release/stage.ts';
import type { Child } from '../../start/child.ts';
import { botUserId } from '../../start/embedded-slack.ts';
import { eventually } from './eventually.ts';
import { startBot, startWorker } from './processes.ts';
import { startSlack, type SlackMessage, type TestSlack } from './slack.ts';
import { envelopeOf, startSlackLine, type Envelope, type SlackLine } from './slack-line.ts';
import { slackTiers } from './slack-tiers.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { testNamespace, type TestNamespace } from './temporal.ts';
import { patienceMs } from './patience.ts';

/** Two developers, two approvers, an admin. */
export const people = ['U_ANN', 'U_BEN', 'U_NORA', 'U_OTTO', 'U_SAM'] as const;
export type Person = (typeof people)[number];
export const approvers = ['U_NORA', 'U_OTTO'] as const satisfies Person[];
export const admins = ['U_SAM'] as const satisfies Person[];

/** Where people talk to the bot; announcements go to `shipping`. */
export const general = 'C0GENERAL';
export const shipping = 'C0SHIPPING';

/** Not those of the sample configuration: nothing may depend on its names. */
export const components = {
  db: { critical: true },
  billing: { critical: true, dependsOn: ['db'] },
  ledger: { critical: true },
  'ios-app': { critical: false, admin: false },
};

export interface CompanyOptions {
  /** Ticket keys with the components they touch; all of them pass every formal check. */
  readonly tickets: Readonly<Record<string, readonly string[]>>;
  readonly components?: Readonly<Record<string, object>>;
  /** Additional configuration, such as `locks`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Additional environment of its worker and bot, such as tokens. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its dev server; by default the one that all test files share. */
  readonly temporalAddress?: string;
  /** Its namespace; by default a new one. */
  readonly temporal?: TestNamespace;
  /** Connects the bot to a `SlackLine`, where the test decides what is delivered, when and how often. */
  readonly ownLine?: boolean;
  /** The worker posts at Slack's own pace. By default it need not wait, because some tests say more than Slack would accept. */
  readonly slacksPace?: boolean;
  /** Slack enforces its documented limits, with this many of its minutes in one. Worker and bot are told. */
  readonly tiersAtSpeed?: number;
  /** The address of the database for its release log; by default it has none. */
  readonly database?: string;
  /** The folder of the version that worker and bot first run; by default this version. */
  readonly version?: string;
  /** The public address of the web page. */
  readonly page?: string;
  /** The time zones of people; the others are in UTC. */
  readonly zones?: Partial<Record<Person, string>>;
  /** Slack reaches the bot by HTTP requests, which the test makes with `requestOf`. */
  readonly http?: { readonly signingSecret: string; readonly port: number };
}

/** A company that uses the bot: its configuration, its Slack, and a real worker and bot. */
export interface Company {
  readonly slack: TestSlack;
  readonly temporal: TestNamespace;
  /** Null unless `ownLine` was set. */
  readonly line: SlackLine | null;
  /** The tickets file; tests may write anything into it. */
  readonly ticketsFile: string;
  /** The environment of its workers and bots. */
  readonly env: Readonly<Record<string, string>>;
  /** The worker and the bot that run now. */
  readonly worker: () => Child;
  readonly bot: () => Child;
  readonly startWorker: () => Promise<Child>;
  readonly startBot: () => Promise<Child>;
  /** Starts another bot beside the first. */
  readonly startSecondBot: () => Promise<Child>;
  /** Mentions the bot in `general`. Resolves when the bot has acknowledged it, which is after Temporal has it. */
  readonly say: (user: Person, words: string, channel?: string) => Promise<SlackMessage>;
  /** Mentions the bot in `general`. Needs `ownLine`: the test has to send the envelope itself. */
  readonly write: (user: Person, words: string) => Promise<Envelope>;
  readonly statusOf: (ticket: string) => Promise<ReleaseStatus>;
  readonly untilStage: (ticket: string, stage: Stage, timeoutMs?: number) => Promise<ReleaseStatus>;
  readonly lock: (component: string) => Promise<LockView>;
  /** Ends everything. The setup file does so as well, in case a test does not get this far. */
  readonly close: () => Promise<void>;
}

export async function startCompany(options: CompanyOptions): Promise<Company> {
  const folder = await temporaryFolder();
  const ticketsFile = join(folder, 'our-tickets.yaml');
  await writeFile(ticketsFile, ticketsYaml(options.tickets));
  await writeFile(
    join(folder, 'company.yaml'),
    configYaml(options.components ?? components, options.settings ?? {}),
  );
  const [temporal, slack] = await Promise.all([
    options.temporal ?? testNamespace(options.temporalAddress),
    startSlack(workspaceIn(options.zones ?? {})),
  ]);
  const speed = options.tiersAtSpeed ?? (options.slacksPace === true ? 1 : 1_000_000);
  const tiers = options.tiersAtSpeed === undefined ? undefined : slackTiers(options.tiersAtSpeed);
  const line = options.ownLine === true ? await startSlackLine(slack, tiers) : null;
  const env = {
    ...temporal.env,
    ...slack.env,
    ...(line === null ? {} : { SLACK_API_URL: line.apiUrl }),
    SLACK_MESSAGES_PER_SECOND: String(speed),
    DOBROBOT_CONFIG: join(folder, 'company.yaml'),
    ...options.env,
    ...(options.database === undefined ? {} : { DATABASE_URL: options.database }),
    ...(options.page === undefined ? {} : { DOBROBOT_WEB_URL: options.page }),
    ...(options.http === undefined ? {} : httpDoor(options.http)),
  };
  let worker = await startWorker(env, options.version);
  let bot = await startBot(env, options.version);
  await untilWelcomed(slack);
  // If the worker was killed, the answer takes at least 10 s, until Temporal asks another one.
  const ask = <T>(workflowId: string, query: string) =>
    temporal.client.withDeadline(Date.now() + 40_000, () =>
      temporal.client.workflow.getHandle(workflowId).query<T>(query),
    );
  const statusOf = (ticket: string) => ask<ReleaseStatus>(`release:${ticket}`, 'status');

  return {
    slack,
    temporal,
    line,
    ticketsFile,
    env,
    worker: () => worker,
    bot: () => bot,
    startWorker: async () => (worker = await startWorker(env)),
    startBot: async () => (bot = await startBot(env)),
    startSecondBot: () => startBot(env),
    say: async (user, words, channel = general) => {
      const message = await slack.say(channel, user, mentioning(words));
      if (line !== null) await line.deliver(mentionOf(message, channel));
      return message;
    },
    write: async (user, words) => mentionOf(await slack.say(general, user, mentioning(words)), general),
    statusOf,
    untilStage: (ticket, stage, timeoutMs = patienceMs) =>
      vi.waitFor(
        async () => {
          const status = await statusOf(ticket);
          if (status.stage !== stage) throw new Error(`${ticket} is ${status.stage}, not ${stage}`);
          return status;
        },
        { timeout: timeoutMs, interval: 150 },
      ),
    lock: (component) => ask<LockView>(`lock:${component}`, 'state'),
    close: async () => {
      await Promise.all([worker.kill(), bot.kill(), slack.child.kill(), line?.close()]);
      await temporal.close();
    },
  };
}

/** In a new company the bot's welcome comes before everything else that a test looks at. */
const untilWelcomed = (slack: TestSlack) =>
  eventually(async () => {
    const said = await slack.messages(shipping);
    if (!said.some(({ user }) => user === botUserId)) throw new Error('Nobody is welcomed in the channel');
  });

const httpDoor = ({ signingSecret, port }: NonNullable<CompanyOptions['http']>) => ({
  SLACK_APP_TOKEN: '',
  SLACK_SIGNING_SECRET: signingSecret,
  DOBROBOT_HTTP_PORT: String(port),
});

const mentioning = (words: string): string => `<@${botUserId}> ${words}`;

const mentionOf = ({ user, text, ts }: SlackMessage, channel: string): Envelope =>
  envelopeOf({ type: 'app_mention', user, text, ts, channel, event_ts: ts });

const workspaceIn = (zones: Partial<Record<Person, string>>) => ({
  users: people.map((id) => ({ id, name: id.slice(2).toLowerCase(), zone: zones[id] ?? 'UTC' })),
  channels: [
    { id: shipping, name: 'shipping' },
    { id: general, name: 'general' },
  ],
});

function configYaml(
  all: Readonly<Record<string, object>>,
  settings: Readonly<Record<string, unknown>>,
): string {
  return stringify({
    slack: { releaseChannel: 'shipping' },
    people: { approvers, admins },
    tickets: {
      tracker: 'file',
      file: 'our-tickets.yaml',
      linkTemplate: 'https://jira.company.example/view/{key}',
    },
    components: all,
    ...settings,
  });
}

export function ticketsYaml(tickets: CompanyOptions['tickets']): string {
  const signs = {
    codeReview: 'done',
    qa: 'done',
    customerDemo: 'done',
    releaseDocs: 'https://wiki.company.example/docs',
    rollbackDocs: 'https://wiki.company.example/back',
  };
  return stringify(
    Object.entries(tickets).map(([key, touched]) => ({
      key,
      title: `Title of ${key}`,
      components: touched,
      ...signs,
    })),
  );
}
