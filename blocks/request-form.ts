import type { ModalView } from '@slack/web-api';
import { Checkboxes, Input, Modal, Option, Section, TextInput } from 'slack-block-builder';
import { z } from 'zod';
import type { Texts } from '../texts/index.ts';
import { cut, shorten } from '../texts/mrkdwn.ts';
import { fromJson } from '../domain/from-json.ts';
import { componentOption, componentsSelect, selectable } from './components-select.ts';
import { limits } from './limits.ts';

/** The callback ID of the form and of the global shortcut that opens it. */
export const requestForm = 'requestRelease';
/** The callback ID of the message shortcut, which opens the form filled in from that message. */
export const messageShortcut = 'releaseTicket';
/** The IDs of the form's blocks and of the elements in them. */
export const requestFields = {
  ticket: 'ticket',
  components: 'components',
  wikiLink: 'wikiLink',
  options: 'options',
} as const;
const { ticket, components, wikiLink, options } = requestFields;
const noNeedAdmin = 'noNeedAdmin';
const hotfix = 'hotfix';
const previewBlock = 'preview';

/** The components that are preselected until the user chooses others. */
export interface Proposal {
  /** The key of the ticket they come from; empty if there is none yet. */
  readonly ticket: string;
  readonly components: readonly string[];
}
export const noProposal: Proposal = { ticket: '', components: [] };

/** The initial values of the form. */
export interface FilledIn {
  readonly ticket: string;
  readonly wikiLink: string;
}
export const nothingFilledIn: FilledIn = { ticket: '', wikiLink: '' };

export interface RequestForm {
  /** As `CommandPayload` has it. */
  readonly replyTo: string;
  readonly filledIn: FilledIn;
  readonly proposal: Proposal;
  /** What is known of the ticket, as text; null without a ticket. */
  readonly preview: string | null;
}

/** What can be released. */
export interface Releasable {
  /** The names of all components. */
  readonly components: readonly string[];
  readonly withoutTicket: boolean;
}

/** The request form. Slack keeps what the user has filled in when the form is updated. */
export function requestView(
  form: RequestForm,
  { components, withoutTicket }: Releasable,
  texts: Texts,
): ModalView {
  const { requestForm: words } = texts;
  const view = Modal({
    callbackId: requestForm,
    title: shorten(words.title, limits.formTitle),
    submit: shorten(words.submit, limits.formButton),
    close: shorten(words.leave, limits.formButton),
    privateMetaData: JSON.stringify({ replyTo: form.replyTo }),
  }).blocks(
    field(ticket, words.ticket(withoutTicket))
      .element(
        textInput(ticket, form.filledIn.ticket)
          .focusOnLoad()
          .dispatchActionOnEnterPressed()
          .dispatchActionOnCharacterEntered(),
      )
      .dispatchAction(),
    form.preview === null ? [] : Section({ blockId: previewBlock, text: cut(form.preview, limits.section) }),
    ...componentsField(form.proposal, components, texts),
    field(wikiLink, words.wikiLink).element(textInput(wikiLink, form.filledIn.wikiLink)).optional(),
    field(options, { label: words.options })
      .element(
        // Nothing is ticked initially, so a missing state of the checkboxes means the default.
        Checkboxes({ actionId: options }).options(
          checkbox(noNeedAdmin, words.noNeedAdmin),
          checkbox(hotfix, words.hotfix),
        ),
      )
      .optional(),
  );
  return view.buildToObject();
}

const field = (blockId: string, { label, hint }: { readonly label: string; readonly hint?: string }) =>
  Input({
    blockId,
    label: shorten(label, limits.label),
    ...(hint === undefined ? {} : { hint: shorten(hint, limits.label) }),
  });

const textInput = (actionId: string, initialValue: string) =>
  TextInput({ actionId, maxLength: limits.input, ...(initialValue === '' ? {} : { initialValue }) });

const checkbox = (value: string, text: string) => Option({ value, text: shorten(text, limits.option) });

/** Slack keeps the selection of a block with the same ID, whatever we preselect, so the ID names the ticket of the proposal. */
function componentsField(
  { ticket: of, components: proposed }: Proposal,
  known: readonly string[],
  texts: Texts,
) {
  const names = selectable(known);
  if (names.length === 0) return [];
  const select = componentsSelect(components, names);
  const chosen = proposed.filter((name) => names.includes(name)).slice(0, limits.options);
  if (chosen.length > 0) select.initialOptions(chosen.map(componentOption));
  return [field(`${components}:${of}`, texts.requestForm.components).element(select).optional()];
}

const chosenOption = z.object({ value: z.string() });
const formData = z.object({ replyTo: z.string() });
const filledIn = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({ value: z.string().nullish(), selected_options: z.array(chosenOption).nullish() }),
  ),
);
const componentsBlock = z.object({
  block_id: z.string().startsWith(`${components}:`),
  element: z.object({ initial_options: z.array(chosenOption).optional() }),
});

const filledBlock = z.object({
  block_id: z.string(),
  element: z.object({ initial_value: z.string() }),
});

/** What the user has filled in so far, and what the form shows. */
export interface RequestDraft {
  readonly replyTo: string;
  /** As typed. */
  readonly ticket: string;
  /** Null while the selection is empty or equals the proposal. */
  readonly components: readonly string[] | null;
  readonly wikiLink: string | null;
  readonly noNeedAdmin: boolean;
  readonly hotfix: boolean;
  readonly filledIn: FilledIn;
  readonly proposal: Proposal;
  readonly previewed: boolean;
}

/** A form as Slack sends it. */
interface FilledForm {
  readonly private_metadata: string;
  readonly blocks: readonly object[];
  readonly state?: { readonly values: object } | undefined;
}

/** Reads a form; null if it is not ours. */
export function readRequest({ private_metadata, blocks, state }: FilledForm): RequestDraft | null {
  const data = formData.safeParse(fromJson(private_metadata));
  const read = filledIn.safeParse(state?.values ?? {});
  if (!data.success || !read.success) return null;
  const [block] = blocks.flatMap((one) => componentsBlock.safeParse(one).data ?? []);
  const proposed = block?.element.initial_options?.map(({ value }) => value) ?? [];
  const chosen = (id: string, action = id) =>
    read.data[id]?.[action]?.selected_options?.map(({ value }) => value) ?? [];
  const ticked = chosen(options);
  const filled = blocks.flatMap((one) => filledBlock.safeParse(one).data ?? []);
  const filledAt = (id: string) => filled.find((one) => one.block_id === id)?.element.initial_value ?? '';
  // Before the first interaction, Slack sends no values: the initial ones apply.
  const typed = (id: string) => (id in read.data ? read.data[id]?.[id]?.value : filledAt(id))?.trim() || null;
  const named = block === undefined ? [] : chosen(block.block_id, components);
  return {
    ...data.data,
    ticket: typed(ticket) ?? '',
    components: named.length === 0 || sameSet(named, proposed) ? null : named,
    wikiLink: typed(wikiLink),
    noNeedAdmin: ticked.includes(noNeedAdmin),
    hotfix: ticked.includes(hotfix),
    filledIn: { ticket: filledAt(ticket), wikiLink: filledAt(wikiLink) },
    proposal: {
      ticket: block?.block_id.slice(components.length + 1) ?? '',
      components: proposed,
    },
    previewed: blocks.some((one) => 'block_id' in one && one.block_id === previewBlock),
  };
}

const sameSet = (some: readonly string[], others: readonly string[]): boolean =>
  [...some].sort().join() === [...others].sort().join();
