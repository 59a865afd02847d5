import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { previewChecks } from '../client/preview.ts';
import { releaseOfPage } from '../client/numbers.ts';
import { Releases } from '../client/releases.ts';
import { requestFields } from '../blocks/request-form.ts';
import type { RequestDraft } from '../blocks/request-form.ts';
import type { RequestOptions, RequestSubject } from '../domain/command/command.ts';
import { commands } from '../domain/command/commands.ts';
import { grammarOf } from '../domain/command/grammar-of.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import { mayAskAgain } from '../domain/release/command-context.ts';
import { pageKeyOf, pageTitle } from '../domain/release/page.ts';
import { subjectOf } from '../domain/release/subject.ts';
import type { Subject } from '../domain/release/subject.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { Settings } from '../domain/settings.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';
import type { Clock, OpenRequest, Texts } from '../texts/index.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { nameIn } from '../texts/slack-people.ts';

/** Slack waits three seconds in all; the checks may have taken half of that. */
const nameWithinMs = 700;
const longestName = 80;

/** Error texts by form field. */
export type Mistakes = Readonly<Record<string, string>>;

/** A request as the form describes it. */
export interface FormRequest {
  readonly subject: RequestSubject;
  readonly options: RequestOptions;
  /** The same subject in the form that the checks take. */
  readonly checked: Subject;
  /** The name to show until the title is known. */
  readonly label: string;
}

/** The request as it was filled in, or the mistakes in it. */
export function readFields(
  draft: RequestDraft,
  settings: Settings,
): FormRequest | { readonly mistakes: (texts: Texts) => Mistakes } {
  const wikiLink = draft.wikiLink === null ? null : readWikiLink(draft.wikiLink);
  const badLink = draft.wikiLink !== null && wikiLink === null;
  const asked = readRequested(draft.ticket, wikiLink, settings);
  if (asked === null || badLink) {
    return {
      mistakes: ({ requestForm: words }) => ({
        ...(asked === null
          ? { [requestFields.ticket]: words.notATicket(settings.releases.withoutTicket) }
          : {}),
        ...(badLink ? { [requestFields.wikiLink]: words.notAnAddress } : {}),
      }),
    };
  }
  const { components, noNeedAdmin, hotfix } = draft;
  const { wikiLink: link, ...what } = asked;
  return { ...what, options: { wikiLink: link, noNeedAdmin, hotfix, components } };
}

const longestLabel = 100;

/** Parses the ticket field like the `request` command, flags excluded; null if it is not a subject that can be released. */
function readRequested(
  typed: string,
  wikiLink: string | null,
  settings: Settings,
): (Omit<FormRequest, 'options'> & Pick<RequestOptions, 'wikiLink'>) | null {
  const words = `${commands.request.word} ${typed}`;
  const read = parseCommand(words, grammarOf(settings, { slash: false, ticket: null }));
  if (!read.ok || read.command.type !== 'request') return null;
  const { subject, options } = read.command;
  const { wikiLink: page, ...others } = options;
  // Flags and components have fields of their own in the form.
  if (
    others.hotfix ||
    others.noNeedAdmin ||
    others.components !== null ||
    (page !== null && wikiLink !== null)
  )
    return null;
  const [first] = subject.tickets;
  if (first === undefined && !settings.releases.withoutTicket) return null;
  const link = page ?? wikiLink;
  const checked = subjectOf(first ?? settings.releases.prefix, { ...subject, wikiLink: link });
  if (checked === null) return null;
  const label = subject.tickets.join(', ') || (subject.text ?? pageTitle(link ?? ''));
  return { subject, checked, label: shorten(label, longestLabel), wikiLink: link };
}

/** What is known about a ticket before its release is requested. */
export interface Preview {
  /** Null if the checks do not answer in time. */
  readonly report: CheckReport | null;
  /** The open release that blocks this request, or null. Gives up after 1.5 s. */
  readonly open: OpenRequest | null;
}

/** Who asks, and in which form. The form's ID becomes the command ID. */
export interface Asking {
  readonly actor: string;
  readonly form: string;
}

/** Looks up what is known, without side effects and within a deadline. The release itself finds and reports what this misses. */
export async function knownOf(
  { checked, options }: FormRequest,
  { actor, form }: Asking,
  client: Client,
): Promise<Preview> {
  const [report, open] = await Promise.allSettled([
    previewChecks(client, checked, options),
    openOf(checked, form, client),
  ]);
  return {
    report: report.status === 'fulfilled' ? report.value : null,
    open: open.status === 'fulfilled' ? open.value && inTheWay(open.value, actor) : null,
  };
}

/** The open release of any of the items, or null. */
async function openOf(subject: Subject, form: string, client: Client): Promise<ReleaseStatus | null> {
  const releases = new Releases(client);
  const found = await Promise.all(
    subject.items.map(async (item) => {
      switch (item.kind) {
        case 'ticket':
          return releases.openRelease(item.key, form);
        case 'page': {
          const ticket = await releaseOfPage(client, pageKeyOf(item.url), null);
          return ticket === null ? null : releases.openRelease(ticket, form);
        }
        case 'text':
          return null;
      }
    }),
  );
  return found.find((one) => one !== null) ?? null;
}

function inTheWay({ requester, stage, since }: ReleaseStatus, actor: string): OpenRequest | null {
  if (requester === null || mayAskAgain({ stage, requester }, actor)) return null;
  return { requester, stage, since: Date.parse(since) };
}

interface RequestContext {
  readonly asked: FormRequest;
  readonly known: Preview;
  readonly actor: string;
  readonly slack: WebClient;
  readonly texts: Texts;
  readonly clock: Clock;
}

/** Why the request is impossible now, as an error at the ticket field; null if it is possible. */
export async function precondition({
  asked: { label },
  known: { report, open },
  actor,
  slack,
  texts: { requestForm: words },
  clock,
}: RequestContext): Promise<Mistakes | null> {
  if (open !== null) {
    const name = open.requester === actor ? null : ((await nameOf(open.requester, slack)) ?? words.somebody);
    return { [requestFields.ticket]: words.alreadyAsked(name, open, clock) };
  }
  return report?.outcome === 'unknownTicket'
    ? { [requestFields.ticket]: words.unknownTicket(report.ticket ?? label) }
    : null;
}

/** The display name of a user, since field errors cannot contain mentions. Null if Slack does not answer in time. */
async function nameOf(user: string, slack: WebClient): Promise<string | null> {
  const asked = slack.users.info({ user }).then(
    (told) => nameIn(told) || null,
    () => null,
  );
  const name = await Promise.race([asked, sleep(nameWithinMs, null)]);
  return name === null ? null : shorten(name, longestName);
}
