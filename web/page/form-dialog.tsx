import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Form, HandsTexts } from '../../texts/hands.ts';
import { useAround } from './around.ts';
import { Refusal } from './refusal.tsx';
import type { Ordering } from './use-order.ts';

/** What a question asks for before something is done; without `question` only whether it is to be done. */
export interface AskedForm extends Omit<Form, 'question'> {
  readonly question: string | null;
  readonly required: boolean;
  /** What does not do it. */
  readonly leave: string;
}

export const askedForm = (form: Form, { leave }: HandsTexts): AskedForm => ({
  ...form,
  leave,
  required: true,
});

/** Asks once more, and for a reason; what is refused stays here with what was typed. */
export function FormDialog({
  asked,
  ordering,
  onSend,
  onLeave,
  children,
}: {
  readonly asked: AskedForm;
  readonly ordering: Pick<Ordering, 'busy' | 'told'>;
  readonly onSend: (reason: string | null) => void;
  readonly onLeave: () => void;
  readonly children?: ComponentChildren;
}) {
  const { texts } = useAround();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const id = useId();
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // The focus goes back to where it was.
    return () => shown?.close();
  }, []);
  const { busy, told } = ordering;
  return (
    <dialog ref={dialog} class="form" aria-labelledby={`${id}-title`} onClose={onLeave}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSend(asked.question === null || reason.trim() === '' ? null : reason.trim());
        }}
      >
        <h2 id={`${id}-title`}>{asked.title}</h2>
        <p>{asked.explanation.replaceAll('`', '')}</p>
        {children}
        {asked.question === null ? null : (
          <label class="question">
            <span>{asked.question}</span>
            <textarea
              rows={3}
              maxLength={3000}
              required={asked.required}
              value={reason}
              onInput={({ currentTarget: { value } }) => {
                setReason(value);
              }}
            />
          </label>
        )}
        <Refusal told={told} />
        <div class="buttons">
          <button type="submit" class="primary" aria-disabled={busy}>
            {asked.submit}
          </button>
          <button
            type="button"
            onClick={() => {
              dialog.current?.close();
            }}
          >
            {asked.leave}
          </button>
          <span class="hidden" role="status">
            {busy ? texts.loading : ''}
          </span>
        </div>
      </form>
    </dialog>
  );
}
