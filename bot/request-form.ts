import type { App } from '@slack/bolt';
import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView, WebClient } from '@slack/web-api';
import { askAction } from '../blocks/home.ts';
import { noProposal, readRequest, requestFields, requestForm, requestView } from '../blocks/request-form.ts';
import type { RequestDraft } from '../blocks/request-form.ts';
import type { SettingsSource } from '../config/settings-source.ts';
import type { Settings } from '../domain/settings.ts';
import { readWikiLink } from '../domain/wiki-link.ts';
import type { Texts } from '../texts/index.ts';
import type { Readers } from '../texts/readers.ts';
import type { Releases } from './releases.ts';
import { hindrance, knownOf, readFields } from './request-checks.ts';
import { optionsOf, payloadOf } from './respond.ts';
import { answersTo } from './said-in.ts';
import { showForm } from './show-form.ts';

/** By whom and where the form is asked for. */
interface Opening {
  readonly triggerId: string;
  readonly user: string;
  /** Where the answer to what is asked with it goes. */
  readonly replyTo: string;
}

/** Opens the empty form. */
export async function openRequestForm(
  slack: WebClient,
  { triggerId, user, replyTo }: Opening,
  settings: Settings,
  readers: Readers,
): Promise<void> {
  const texts = await readers.textsIn(settings.language).of(user);
  const form = { replyTo, proposal: noProposal, preview: null };
  const view = requestView(form, Object.keys(settings.components), texts);
  await showForm(() => slack.views.open({ trigger_id: triggerId, view }));
}

/** The form that asks for the good: what opens it, what is typed into it, and the request that comes of it. */
export function listenToRequestForm(
  app: App,
  releases: Releases,
  settingsNow: SettingsSource,
  readers: Readers,
): void {
  app.shortcut(requestForm, async ({ shortcut, client, ack }) => {
    const user = shortcut.user.id;
    const opening = { triggerId: shortcut.trigger_id, user, replyTo: user };
    await openRequestForm(client, opening, await settingsNow(), readers);
    await ack();
  });

  app.action({ type: 'block_actions', action_id: askAction }, async ({ body, client, ack }) => {
    const user = body.user.id;
    const opening = { triggerId: body.trigger_id, user, replyTo: answersTo(user, body.channel?.id) };
    await openRequestForm(client, opening, await settingsNow(), readers);
    await ack();
  });

  /** What was typed last into each form: what was typed before it need not be shown any more. */
  const typedLast = new Map<string, symbol>();

  app.action({ type: 'block_actions', action_id: requestFields.ticket }, async ({ body, client, ack }) => {
    const draft = body.view === undefined ? null : readRequest(body.view);
    if (body.view !== undefined && draft !== null) {
      const { id, hash } = body.view;
      const typed = Symbol(id);
      typedLast.set(id, typed);
      const settings = await settingsNow();
      const texts = await readers.textsIn(settings.language).of(body.user.id);
      const view = await previewed(draft, body.user.id, releases, settings, texts);
      const isLast = typedLast.get(id) === typed;
      if (isLast) typedLast.delete(id);
      if (isLast && view !== null) await update(client, id, hash, view);
    }
    await ack();
  });

  app.view(requestForm, async ({ body, view, client, ack }) => {
    const draft = readRequest(view);
    if (draft === null) return ack();
    const settings = await settingsNow();
    const texts = await readers.textsIn(settings.language).of(body.user.id);
    const asked = readFields(draft, settings, texts);
    if ('mistakes' in asked) return ack({ response_action: 'errors', errors: asked.mistakes });
    const actor = body.user.id;
    const known = await knownOf(asked, actor, releases);
    const hindered = await hindrance(asked, known, actor, client, texts, clockOf(settings));
    if (hindered !== null) return ack({ response_action: 'errors', errors: hindered });
    const said = { actor, commandId: view.id, replyTo: draft.replyTo };
    await releases.request(asked.ticket, { ...payloadOf(said), ...optionsOf(asked.options) });
    await releases.showHomeAfter(said);
    return ack();
  });
}

const clockOf = ({ release: { calendar } }: Settings) => ({ now: Date.now(), timezone: calendar.timezone });

/** The form with what is known of the ticket that is typed in; null if it would stay as it is. */
async function previewed(
  draft: RequestDraft,
  actor: string,
  releases: Releases,
  settings: Settings,
  texts: Texts,
): Promise<ModalView | null> {
  const names = Object.keys(settings.components);
  const { replyTo, proposal } = draft;
  // A link that is not whole yet is no evidence, and no reason not to look at the ticket.
  const typed = readFields({ ...draft, wikiLink: null }, settings, texts);
  if ('mistakes' in typed) {
    return draft.previewed ? requestView({ replyTo, proposal, preview: null }, names, texts) : null;
  }
  const wikiLink = draft.wikiLink === null ? null : readWikiLink(draft.wikiLink);
  const asked = { ...typed, options: { ...typed.options, wikiLink } };
  const known = await knownOf(asked, actor, releases);
  const { report } = known;
  const proposed =
    draft.components === null && report?.outcome === 'checked'
      ? { ticket: asked.ticket, components: report.scope.components }
      : proposal;
  const preview = texts.requestForm.preview({ ticket: asked.ticket, ...known }, clockOf(settings));
  return requestView({ replyTo, proposal: proposed, preview }, names, texts);
}

/** Shows the form anew. If it has changed meanwhile, by what was typed before, this is newer. */
async function update(slack: WebClient, id: string, hash: string, view: ModalView): Promise<void> {
  try {
    await slack.views.update({ view_id: id, hash, view });
  } catch (error) {
    const reason = error instanceof WebAPIPlatformError ? error.data.error : '';
    // Somebody has closed it.
    if (reason === 'not_found') return;
    if (reason !== 'hash_conflict') throw error;
    await slack.views.update({ view_id: id, view });
  }
}
