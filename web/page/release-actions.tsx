import { useState } from 'preact/hooks';
import { releaseCommands } from '../../domain/command/commands.ts';
import { takesReason } from '../../domain/release/steps.ts';
import type { Step } from '../../domain/release/steps.ts';
import type { HandsTexts } from '../../texts/hands.ts';
import { useAround } from './around.ts';
import { FormDialog } from './form-dialog.tsx';
import type { AskedForm } from './form-dialog.tsx';
import { stepsOfActor } from './may-give.ts';
import type { OwnRelease } from './may-give.ts';
import { Refusal } from './refusal.tsx';
import { toRelease } from './tell.ts';
import { useOrder } from './use-order.ts';

/** What the actor may do with a release now. `brief`: only what advances or refuses it. */
export function ReleaseActions({
  release,
  actor,
  brief = false,
}: {
  readonly release: OwnRelease & { readonly ticket: string };
  readonly actor: string;
  readonly brief?: boolean;
}) {
  const { texts, about } = useAround();
  const ordering = useOrder();
  const [asking, setAsking] = useState<Step | null>(null);
  const { ticket } = release;
  const steps = stepsOfActor(release, actor, about.components).filter(
    (step) => !brief || releaseCommands[step].button.style !== 'plain' || step === 'adminHere',
  );
  const isQuiet = ordering.told === null || ordering.told.kind === 'done';
  if (steps.length === 0 && isQuiet && asking === null) return null;
  const send = async (step: Step, reason: string | null) => {
    const told = await ordering.order(toRelease(ticket, step, reason));
    if (told?.kind === 'done') setAsking(null);
  };
  const begin = (step: Step) => {
    ordering.forget();
    if (askedFirst(step, ticket, texts.hands) === null) void send(step, null);
    else setAsking(step);
  };
  const asked = asking === null ? null : askedFirst(asking, ticket, texts.hands);
  return (
    <div class="actions" role="group" aria-label={ticket}>
      {steps.map((step) => (
        <button
          key={step}
          type="button"
          class={releaseCommands[step].button.style}
          aria-disabled={ordering.busy}
          onClick={() => {
            begin(step);
          }}
        >
          {texts.hands.button(step, ticket).label}
        </button>
      ))}
      {asking === null || asked === null ? null : (
        <FormDialog
          asked={asked}
          ordering={ordering}
          onSend={(reason) => void send(asking, reason)}
          onLeave={() => {
            setAsking(null);
          }}
        />
      )}
      <Refusal told={asking === null ? ordering.told : null} />
    </div>
  );
}

/** The dialog to show before a step; null: none. */
function askedFirst(step: Step, ticket: string, words: HandsTexts): AskedForm | null {
  if (takesReason(step)) {
    const { title, explanation, question, submit, leave, required } = words.reasonForm(step, ticket);
    return { title, explanation, question, submit, leave, required };
  }
  const { confirm } = words.button(step, ticket);
  if (confirm === null) return null;
  const { title, text, yes, no } = confirm;
  return { title, explanation: text, question: null, submit: yes, leave: no, required: false };
}
