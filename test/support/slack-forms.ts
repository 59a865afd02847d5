/** Forms as in Slack, where the emulator differs: a form keeps its ID, and an outdated update is refused by its hash. */
export interface OpenForm {
  readonly id: string;
  readonly hash: string;
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly blocks: readonly FormBlock[];
}
interface FormBlock {
  readonly type: string;
  readonly block_id: string;
  readonly text?: { readonly text: string };
  readonly element?: Readonly<Record<string, unknown>>;
}

export interface SlackForms {
  /** The form that was opened last, in its current state. */
  shown(): OpenForm | null;
  /** Slack's answer to a call; null if the call is not about a form. */
  answer(method: string, body: URLSearchParams): object | null;
}

export function slackForms(): SlackForms {
  let form: OpenForm | null = null;
  let number = 0;
  const show = (id: string, view: string | null) => {
    number += 1;
    form = { ...(JSON.parse(view ?? '{}') as OpenForm), id, hash: `hash-${number}` };
    return { ok: true, view: form };
  };
  return {
    shown: () => form,
    answer: (method, body) => {
      if (method === 'views.open') return show(`V${number}`, body.get('view'));
      if (method !== 'views.update') return null;
      if (form === null || form.id !== body.get('view_id')) return { ok: false, error: 'not_found' };
      const hash = body.get('hash');
      if (hash !== null && hash !== form.hash) return { ok: false, error: 'hash_conflict' };
      return show(form.id, body.get('view'));
    },
  };
}
