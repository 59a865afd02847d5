import { WebAPIPlatformError } from '@slack/web-api';
import type { ModalView, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';

/** A form as it was when somebody typed into it. */
export interface TypedForm {
  readonly id: string;
  readonly hash: string;
  /** By Slack's clock, in any unit. */
  readonly typedAt: number;
}

/** What a form is to show for what was typed. */
export interface FormPreview {
  readonly view: ModalView;
  /** Whether it showed that already, to whoever typed. */
  readonly same: boolean;
}

interface OpenForm {
  lastTypedAt: number;
  /** Of the form as it was shown here last; null before that. */
  hash: string | null;
  /** One update follows the other. */
  updates: Promise<void>;
}

const mostForms = 1000;
/** Why Slack does not show a preview: the form has changed, or somebody has closed it. */
const outOfDate = ['hash_conflict', 'not_found'];

/** Shows in forms what is known of what is typed into them: of each the newest, however long each look takes. */
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
 * Replaces what the person saw when they typed, or what was shown here since, of what was typed before. If the form is neither, another
 * bot has shown what may be newer, and that stays.
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
