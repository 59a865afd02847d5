import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { Client } from '@temporalio/client';
import { previewChecks } from '../client/ask.ts';
import { Releases } from '../client/releases.ts';
import { requestFields } from '../blocks/request-form.ts';
import type { RequestDraft } from '../blocks/request-form.ts';
import type { RequestOptions } from '../domain/command/command.ts';
import type { CheckReport } from '../domain/release/checks.ts';
import { mayAskAgain } from '../domain/release/command-context.ts';
import { oneTicket } from '../domain/release/subject.ts';
import type { ReleaseStatus } from '../domain/release/status.ts';
import type { Settings } from '../domain/settings.ts';
import { readTicketKey } from '../domain/command/ticket-key.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';
import type { Clock, OpenRequest, Texts } from '../texts/index.ts';
import { shorten } from '../texts/mrkdwn.ts';
import { nameIn } from '../texts/slack-people.ts';

/** Slack waits three seconds in all, of which the checks may have taken half. */
const nameWithinMs = 700;
const longestName = 80;

/** What is wrong with the form, each at its field. */
export type Mistakes = Readonly<Record<string, string>>;

/** What somebody asks for. */
export interface FormRequest {
  /** An upper-case key. */
  readonly ticket: string;
  readonly options: RequestOptions;
}

/** The request as it was filled in, or what is wrong with that. */
export function readFields(
  draft: RequestDraft,
  { tickets }: Settings,
): FormRequest | { readonly mistakes: (texts: Texts) => Mistakes } {
  const ticket = readTicketKey(draft.ticket, tickets.linkTemplate);
  const wikiLink = draft.wikiLink === null ? null : readWikiLink(draft.wikiLink);
  const badLink = draft.wikiLink !== null && wikiLink === null;
  if (ticket === null || badLink) {
    return {
      mistakes: ({ requestForm: words }) => ({
        ...(ticket === null ? { [requestFields.ticket]: words.notATicket } : {}),
        ...(badLink ? { [requestFields.wikiLink]: words.notAnAddress } : {}),
      }),
    };
  }
  const { components, noNeedAdmin, hotfix } = draft;
  return { ticket, options: { wikiLink, noNeedAdmin, hotfix, components } };
}

/** What is known of a ticket before somebody asks for its release. */
export interface Known {
  /** Null where the checks do not answer soon. */
  readonly report: CheckReport | null;
  /** The release of it in whose way a request would be; null if there is none, or none that answers soon. */
  readonly open: OpenRequest | null;
}

/** Who asks, and in which form: its ID is that of the command. */
export interface Asking {
  readonly actor: string;
  readonly form: string;
}

/** It changes nothing, and holds up nobody for long: what it misses, the release itself finds and answers. */
export async function knownOf(
  { ticket, options }: FormRequest,
  { actor, form }: Asking,
  client: Client,
): Promise<Known> {
  const [report, open] = await Promise.allSettled([
    previewChecks(client, oneTicket(ticket), options),
    new Releases(client).openRelease(ticket, form),
  ]);
  return {
    report: report.status === 'fulfilled' ? report.value : null,
    open: open.status === 'fulfilled' ? open.value && inTheWay(open.value, actor) : null,
  };
}

function inTheWay({ requester, stage, since }: ReleaseStatus, actor: string): OpenRequest | null {
  if (requester === null || mayAskAgain({ stage, requester }, actor)) return null;
  return { requester, stage, since: Date.parse(since) };
}

/** A request, what is known of its ticket, and what it takes to say what is in its way. */
interface RequestContext {
  readonly asked: FormRequest;
  readonly known: Known;
  readonly actor: string;
  readonly slack: WebClient;
  readonly texts: Texts;
  readonly clock: Clock;
}

/** Why that ticket cannot be asked for now, at its field; null if it can. */
export async function precondition({
  asked: { ticket },
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
  return report?.outcome === 'unknownTicket' ? { [requestFields.ticket]: words.unknownTicket(ticket) } : null;
}

/** As people know them: what stands at a field cannot mention anybody. Null if Slack does not say soon. */
async function nameOf(user: string, slack: WebClient): Promise<string | null> {
  const asked = slack.users.info({ user }).then(
    (told) => nameIn(told) || null,
    () => null,
  );
  const name = await Promise.race([asked, sleep(nameWithinMs, null)]);
  return name === null ? null : shorten(name, longestName);
}
