import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

/** A form as it was when the user typed into it. */
export interface TypedForm {
  readonly id: string;
  readonly hash: string;
  /** By Slack's clock, in any unit. */
  readonly typedAt: number;
}

/** What a form should show for the typed text. */
export interface FormPreview {
  readonly view: ModalView;
  /** Whether the user already saw this view when typing. */
  readonly same: boolean;
}

interface OpenForm {
  lastTypedAt: number;
  /** The hash of the view shown last by this process; null before that. */
  hash: string | null;
  /** Serializes the updates. */
  updates: Promise<void>;
}

const mostForms = 1000;
/** Errors for which a preview is dropped: the form has changed, or the user has closed it. */
const outOfDate = ['hash_conflict', 'not_found'];

/** Shows in open forms what is known about the typed text. The newest text wins, however long each lookup takes. */
export class FormPreviews {
  readonly #forms = new LRUCache<string, OpenForm>({ max: mostForms });

  /** Throws what `look` throws, and Slack's errors. */
  async show(typed: TypedForm, slack: WebClient, look: () => Promise<FormPreview>): Promise<void> {
    const form = this.#forms.get(typed.id) ?? { lastTypedAt: 0, hash: null, updates: Promise.resolve() };
    if (typed.typedAt < form.lastTypedAt) return;
    form.lastTypedAt = typed.typedAt;
    this.#forms.set(typed.id, form);
    const preview = await look();
    const shown = form.updates.then(() => update(form, typed, slack, preview));
    form.updates = shown.catch(() => undefined);
    await shown;
  }
}

/**
 * Replaces the view that the user saw when typing, or the one that this process has shown since for earlier text. If the form shows
 * neither, another bot has updated it, possibly with something newer, and that stays.
 */
async function update(
  form: OpenForm,
  { id, hash, typedAt }: TypedForm,
  slack: WebClient,
  { view, same }: FormPreview,
): Promise<void> {
  const ours = form.hash ?? hash;
  if (typedAt < form.lastTypedAt || (same && ours === hash)) return;
  for (const replaced of new Set([hash, ours])) {
    const shown = await replace(id, replaced, slack, view);
    if (shown === null) continue;
    form.hash = shown;
    return;
  }
}

/** The new hash of the form; null if it no longer has this one. */
async function replace(id: string, hash: string, slack: WebClient, view: ModalView): Promise<string | null> {
  try {
    const { view: shown } = await slack.views.update({ view_id: id, hash, view });
    return shown?.hash ?? null;
  } catch (error) {
    if (error instanceof WebAPIPlatformError && outOfDate.includes(error.data.error)) return null;
    throw error;
  }
}
