/** The names and IDs of the workflows. */
import { troubleKey } from '../trouble.ts';
import type { Trouble } from '../trouble.ts';
import type { DigestKind } from './due-digest.ts';
import { takenWorkflowId } from './workflow-id.ts';
import type { SharedLinks } from './shared-links.ts';

export const taskQueue = 'dobrobot';

export const releaseWorkflow = 'release';
export const releaseAliasWorkflow = 'releaseAlias';
export const releaseCounterWorkflow = 'releaseCounter';
export const lastWordsWorkflow = 'lastWords';
export const lockWorkflow = 'lock';
export const questionWorkflow = 'question';
export const offersWorkflow = 'offers';
export const previewWorkflow = 'preview';
export const homeWorkflow = 'home';
export const deliveryWorkflow = 'delivery';
export const writeBackWorkflow = 'writeBack';
export const troubleWorkflow = 'trouble';
export const digestWorkflow = 'digest';
export const unfurlWorkflow = 'unfurl';
export const welcomeWorkflow = 'welcome';
export const askerWorkflow = 'asker';
export const alertsWorkflow = 'alerts';
export const gateWorkflow = 'gate';
export const ticketChangedWorkflow = 'ticketChanged';
export const configurationWorkflow = 'configuration';
export const watchWorkflow = 'watch';

const releasePrefix = 'release:';
const lockPrefix = 'lock:';

export const releaseIdOf = (ticket: string): string => `${releasePrefix}${ticket}`;
export const ticketOfRelease = (releaseId: string): string => releaseId.slice(releasePrefix.length);

/** The key in the workflow ID of a release; null for other workflows. */
export const releaseOfWorkflow = (workflowId: string): string | null =>
  workflowId.startsWith(releasePrefix) ? ticketOfRelease(workflowId) : null;

/** The summary of an alias in Temporal's Web UI. `of`: the key of its release. */
export const aliasSummary = ({ of }: { readonly of: string }): string => `Belongs to the release \`${of}\``;

const counterPrefix = 'counter:';

/** The ID of the workflow that numbers the releases with this prefix. */
export const counterIdOf = (prefix: string): string => `${counterPrefix}${prefix}`;
export const prefixOfCounter = (counterId: string): string => counterId.slice(counterPrefix.length);

/** The ID of the workflow that delivers what an ended release left, by the release's permanent key. `n` distinguishes several. */
export const lastWordsIdOf = (release: string, n: string): string => `words:${release}:${n}`;
/** Its summary in Temporal's Web UI. */
export const lastWordsSummary = ({ id }: { readonly id: string }): string =>
  `What Slack was not told of the release \`${id}\`, which has ended`;

/** The ID of the watch of a release, by the release's permanent key: it goes to production once. */
export const watchIdOf = (release: string): string => `watch:${release}`;
/** Its summary in Temporal's Web UI. */
export const watchSummary = ({ ticket }: { readonly ticket: string }): string =>
  `Watches the release \`${ticket}\` on production`;

/** The ID of the workflow that keeps a page, by its key, from being in two releases. */
export const pageIdOf = (pageKey: string): string => `page:${pageKey}`;

export const lockIdOf = (component: string): string => `${lockPrefix}${component}`;
export const componentOfLock = (lockId: string): string => lockId.slice(lockPrefix.length);

/** Never reused, so that a question is answered once however often it is delivered. */
export const questionIdOf = (commandId: string): string => `question:${commandId}`;
/** Its summary in Temporal's Web UI. */
export const questionSummary = (asked: {
  readonly question: { readonly type: string };
  readonly actor: string;
}): string => `${asked.question.type}, asked by ${asked.actor}`;
export const previewIdOf = (ticket: string, id: string): string => `preview:${ticket}:${id}`;
export const askerIdOf = (user: string, id: string): string => `asker:${user}:${id}`;
export const homeIdOf = (user: string): string => `home:${user}`;
/** One at a time per channel, so that no offer is made twice. */
export const offersIdOf = (channel: string): string => `offers:${channel}`;
/** The summary of a regular message in Temporal's Web UI; Temporal adds the time to its ID. */
export const digestSummary: Readonly<Record<DigestKind, string>> = {
  digest: 'How the releases stand this morning',
  report: 'How the last seven days were',
};
/** The ID for the links to our page in a message: one bot unfurls them, once. */
export const unfurlIdOf = ({ channel, ts }: SharedLinks): string => `unfurl:${channel}:${ts}`;
/** One at a time per trouble. */
export const troubleIdOf = (trouble: Trouble): string => takenWorkflowId(`trouble:${troubleKey(trouble)}`);
/** The ID for a waiting deployment, by the delivery that reported it. */
export const gateIdOf = ({ hook, id }: { readonly hook: string; readonly id: string }): string =>
  `gate:${hook}:${id}`;
export const alertsIdOf = (hook: string): string => `alerts:${hook}`;
export const ticketChangedIdOf = (hook: string, ticket: string): string => `changed:${hook}:${ticket}`;
/** One at a time. */
export const welcomeId = 'welcome';
/** A singleton: it knows which configuration runs. */
export const configurationId = 'configuration';
export const configurationSummary = 'Which configuration runs, and which files workers have';
