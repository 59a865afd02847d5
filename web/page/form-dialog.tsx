import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Form, HandsTexts } from '../../texts/hands.ts';
import { useAround } from './around.ts';
import { Refusal } from './refusal.tsx';
import type { Ordering } from './use-order.ts';

/** A confirmation before a command; with `question`, it also asks for a text. */
export interface AskedForm extends Omit<Form, 'question'> {
  readonly question: string | null;
  readonly required: boolean;
  /** The label of the button that cancels. */
  readonly leave: string;
}

export const askedForm = (form: Form, { leave }: HandsTexts): AskedForm => ({
  ...form,
  leave,
  required: true,
});

/** Asks for confirmation, and for a reason. Stays open with the typed text if the command is refused. */
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
    // `close` returns the focus to where it was.
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
