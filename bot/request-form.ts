import type { App } from '@slack/bolt';
import type { Client } from '@temporalio/client';
import { showHomeAfter } from '../client/app-home.ts';
import type { ModalView, ViewsOpenResponse, WebClient } from '@slack/web-api';
import { askAction } from '../blocks/home.ts';
import {
  messageShortcut,
  noProposal,
  nothingFilledIn,
  readRequest,
  requestFields,
  requestForm,
  requestView,
} from '../blocks/request-form.ts';
import type { FilledIn, Proposal, Releasable, RequestDraft } from '../blocks/request-form.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { CheckReport } from '../domain/release/check-report.ts';
import type { Settings } from '../domain/settings.ts';
import { ticketsSpokenOf } from '../domain/command/tickets-spoken-of.ts';
import { readWikiLink } from '../domain/command/wiki-link.ts';
import type { RequestFormTexts, Texts } from '../texts/index.ts';
import type { Readers } from '../texts/readers.ts';
import { FormPreviews } from './form-previews.ts';
import type { FormPreview } from './form-previews.ts';
import { wordsOfMessage } from './message-words.ts';
import { precondition, knownOf, readFields } from './request-checks.ts';
import type { Asking, Preview } from './request-checks.ts';
import { sendOrder } from './respond.ts';
import { answersTo, filledInBy } from './said-in.ts';
import { showForm } from './show-form.ts';

/** Who opens the form, and where. */
interface Opening {
  readonly triggerId: string;
  readonly user: string;
  /** Where the answer to the request goes. */
  readonly replyTo: string;
}

const releasable = ({ components, releases }: Settings): Releasable => ({
  components: Object.keys(components),
  withoutTicket: releases.withoutTicket,
});

/** Opens the form, prefilled if `filling` is given. Returns Slack's view, or null if the click was too old. */
export async function openRequestForm(
  slack: WebClient,
  { triggerId, user, replyTo }: Opening,
  settings: Settings,
  readers: Readers,
  filling: Filling = { filledIn: nothingFilledIn, say: () => null },
): Promise<ViewsOpenResponse['view'] | null> {
  const texts = await readers.textsIn(settings.language).of(user);
  const { filledIn, say } = filling;
  const form = { replyTo, filledIn, proposal: noProposal, preview: say(texts.requestForm) };
  const view = requestView(form, releasable(settings), texts);
  const opened = await showForm(() => slack.views.open({ trigger_id: triggerId, view }));
  return opened?.view ?? null;
}

/** The initial values of the form, and a hint about them. */
interface Filling {
  readonly filledIn: FilledIn;
  readonly say: (words: RequestFormTexts) => string | null;
}

/** The filling from a message: the tickets and the page that it mentions. */
function fillingOf(message: Parameters<typeof wordsOfMessage>[0], settings: Settings): Filling {
  const { tickets, page } = ticketsSpokenOf(wordsOfMessage(message), settings);
  const link = page ?? '';
  if (tickets.length > 0)
    return { filledIn: { ticket: tickets.join(', '), wikiLink: link }, say: () => null };
  if (page === null) return { filledIn: nothingFilledIn, say: ({ nothingFound }) => nothingFound };
  const filledIn = settings.releases.withoutTicket
    ? { ticket: link, wikiLink: '' }
    : { ticket: '', wikiLink: link };
  return { filledIn, say: () => null };
}

/** Handles the request form: opening it, typing into it, and submitting it. */
export function listenToRequestForm(
  app: App,
  temporal: Client,
  slack: WebClient,
  settingsNow: SettingsSource,
  readers: Readers,
): void {
  app.shortcut(requestForm, async ({ shortcut, ack }) => {
    const user = shortcut.user.id;
    const opening = { triggerId: shortcut.trigger_id, user, replyTo: user };
    await openRequestForm(slack, opening, await settingsNow(), readers);
    await ack();
  });

  app.action({ type: 'block_actions', action_id: askAction }, async ({ body, ack }) => {
    const user = body.user.id;
    const opening = { triggerId: body.trigger_id, user, replyTo: answersTo(user, body.channel?.id) };
    await openRequestForm(slack, opening, await settingsNow(), readers);
    await ack();
  });

  const previews = new FormPreviews();
  const show = async (view: FormInSlack, typedAt: number, actor: string) => {
    const draft = readRequest(view);
    if (draft === null) return;
    const { id, hash } = view;
    await previews.show({ id, hash, typedAt }, slack, async () =>
      previewOf(draft, { actor, form: id }, temporal, await settingsNow(), readers),
    );
  };

  app.shortcut({ callback_id: messageShortcut, type: 'message_action' }, async ({ shortcut, ack }) => {
    const user = shortcut.user.id;
    const opening = { triggerId: shortcut.trigger_id, user, replyTo: user };
    const settings = await settingsNow();
    const filling = fillingOf(shortcut.message, settings);
    const view = await openRequestForm(slack, opening, settings, readers, filling);
    await ack();
    // Time 0: anything typed is newer.
    if (isInSlack(view) && filling.filledIn.ticket !== '') await show(view, 0, user);
  });

  app.action({ type: 'block_actions', action_id: requestFields.ticket }, async ({ body, action, ack }) => {
    if (body.view !== undefined) await show(body.view, Number(action.action_ts), body.user.id);
    await ack();
  });

  app.view(requestForm, async ({ body, view, ack }) => {
    const draft = readRequest(view);
    if (draft === null) return ack();
    const actor = body.user.id;
    const settings = await settingsNow();
    const textsSoon = readers.textsIn(settings.language).of(actor);
    const asked = readFields(draft, settings);
    if ('mistakes' in asked) {
      return ack({ response_action: 'errors', errors: asked.mistakes(await textsSoon) });
    }
    const asking = { actor, form: view.id };
    const [texts, known] = await Promise.all([textsSoon, knownOf(asked, asking, temporal)]);
    const hindered = await precondition({
      asked,
      known,
      actor,
      slack,
      texts,
      clock: clockOf(settings),
    });
    if (hindered !== null) return ack({ response_action: 'errors', errors: hindered });
    if (showsOthers(draft, asked.label)) {
      return ack({ response_action: 'update', view: viewOf(draft, { ...asked, known }, settings, texts) });
    }
    const sender = filledInBy(actor, view.id, draft.replyTo);
    const { subject, options } = asked;
    await sendOrder({ type: 'request', subject, options }, sender, temporal, settings);
    showHomeAfter(temporal, sender);
    return ack();
  });
}

/** An open form, as Slack has it. */
type FormInSlack = Parameters<typeof readRequest>[0] & { readonly id: string; readonly hash: string };

const isInSlack = (view: ViewsOpenResponse['view'] | null): view is FormInSlack & NonNullable<typeof view> =>
  view?.id !== undefined && view.hash !== undefined;

const clockOf = ({ release: { calendar } }: Settings) => ({ now: Date.now(), timezone: calendar.timezone });

/** The form with what is known about the typed ticket. */
async function previewOf(
  draft: RequestDraft,
  asking: Asking,
  temporal: Client,
  settings: Settings,
  readers: Readers,
): Promise<FormPreview> {
  const textsSoon = readers.textsIn(settings.language).of(asking.actor);
  // An incomplete link is ignored, so that the ticket is checked anyway.
  const typed = readFields({ ...draft, wikiLink: null }, settings);
  if ('mistakes' in typed) {
    return { view: viewOf(draft, null, settings, await textsSoon), same: !draft.previewed };
  }
  const wikiLink = draft.wikiLink === null ? null : readWikiLink(draft.wikiLink);
  const asked = { ...typed, options: { ...typed.options, wikiLink: typed.options.wikiLink ?? wikiLink } };
  const [texts, known] = await Promise.all([textsSoon, knownOf(asked, asking, temporal)]);
  return { view: viewOf(draft, { ...asked, known }, settings, texts), same: false };
}

/** `asked` is null while the ticket field holds nothing that can be released. */
function viewOf(
  draft: RequestDraft,
  asked: { readonly label: string; readonly known: Preview } | null,
  settings: Settings,
  texts: Texts,
): ModalView {
  const form = {
    replyTo: draft.replyTo,
    filledIn: draft.filledIn,
    proposal: proposalFor(draft, asked?.label ?? '', asked?.known.report ?? null),
    preview: asked && texts.requestForm.preview({ ticket: asked.label, ...asked.known }, clockOf(settings)),
  };
  return requestView(form, releasable(settings), texts);
}

/** Whether the form still shows another ticket's components as chosen: it was submitted before the preview of this ticket. */
const showsOthers = ({ components, proposal }: RequestDraft, ticket: string): boolean =>
  components === null && proposal.components.length > 0 && proposal.ticket !== ticket;

/** Keeps what the user has chosen. Otherwise never shows another ticket's components. */
function proposalFor(draft: RequestDraft, ticket: string, report: CheckReport | null): Proposal {
  if (draft.components !== null) return draft.proposal;
  if (report?.outcome === 'checked') return { ticket, components: report.scope.components };
  return showsOthers(draft, ticket) ? noProposal : draft.proposal;
}
