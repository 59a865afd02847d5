import { useState } from 'preact/hooks';
import { duration } from '../../domain/duration.ts';
import { releaseCommands } from '../../domain/command/commands.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import { takesReason } from '../../domain/release/steps.ts';
import type { Step } from '../../domain/release/steps.ts';
import type { Form, HandsTexts } from '../../texts/hands.ts';
import { useAround } from './around.ts';
import { FormDialog } from './form-dialog.tsx';
import type { Asked } from './form-dialog.tsx';
import { mayOperate, stepsFor } from './may-give.ts';
import type { OwnRelease } from './may-give.ts';
import { toLock, toRelease } from './tell.ts';
import type { Told } from './tell.ts';
import { useOrder } from './use-order.ts';

/** What this person may do with a release now. `brief`: only what brings it on or refuses it. */
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
  const steps = stepsFor(release, actor, about.components).filter(
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

/** What is asked before a step is taken; null: it is taken at once. */
function askedFirst(step: Step, ticket: string, words: HandsTexts): Asked | null {
  if (takesReason(step)) {
    const { title, explanation, question, submit, leave, required } = words.reasonForm(step, ticket);
    return { title, explanation, question, submit, leave, required };
  }
  const { confirm } = words.button(step, ticket);
  if (confirm === null) return null;
  const { title, text, yes, no } = confirm;
  return { title, explanation: text, question: null, submit: yes, leave: no, required: false };
}

function Refusal({ told }: { readonly told: Told | null }) {
  return (
    <div role="status" class="trouble">
      {told === null || told.kind === 'done' ? null : <p>{told.text}</p>}
    </div>
  );
}

const minuteMs = 60_000;
const freezesForMs = [30, 60, 120, 240, 24 * 60].map((minutes) => minutes * minuteMs);

/** What this person may do with a lock now. `named`: nothing around it says which one it is. */
export function LockActions({
  lock,
  actor,
  named = false,
}: {
  readonly lock: LockView;
  readonly actor: string;
  readonly named?: boolean;
}) {
  const { texts, about } = useAround();
  const { hands } = texts;
  const ordering = useOrder();
  const [asking, setAsking] = useState<'freeze' | 'unlock' | null>(null);
  const [forMs, setForMs] = useState<number | null>(120 * minuteMs);
  if (!mayOperate(actor, about.components)) return null;
  const { component } = lock;
  const forms = { freeze: hands.freeze(component), unlock: hands.unlock(component) };
  const send = async (signal: 'freeze' | 'unlock' | 'unfreeze', body: object) => {
    const told = await ordering.order(toLock(component, signal, body));
    if (told?.kind === 'done') setAsking(null);
  };
  const lifts = lock.freezes.some(({ by }) => by !== byConfiguration);
  const offered = [
    'freeze' as const,
    ...(lifts ? ['unfreeze' as const] : []),
    ...(lock.holders.length > 0 ? ['unlock' as const] : []),
  ];
  return (
    <div class={named ? 'actions named' : 'actions'} role="group" aria-label={component}>
      {offered.map((signal) => (
        <button
          key={signal}
          type="button"
          class={signal === 'unlock' ? 'danger' : 'plain'}
          aria-disabled={ordering.busy}
          onClick={() => {
            ordering.forget();
            if (signal === 'unfreeze') void send(signal, {});
            else setAsking(signal);
          }}
        >
          {signal === 'unfreeze' ? hands.unfreeze : named ? forms[signal].title : forms[signal].submit}
        </button>
      ))}
      {asking === null ? null : (
        <FormDialog
          asked={askedForm(forms[asking], hands)}
          ordering={ordering}
          onSend={(reason) => {
            const until = asking === 'freeze' && forMs !== null ? endAfter(forMs) : {};
            void send(asking, { reason: reason ?? '', ...until });
          }}
          onLeave={() => {
            setAsking(null);
          }}
        >
          {asking === 'unlock' ? null : (
            <label class="question">
              <span>{hands.howLong}</span>
              <select
                value={forMs ?? ''}
                onChange={({ currentTarget: { value } }) => {
                  setForMs(value === '' ? null : Number(value));
                }}
              >
                {freezesForMs.map((ms) => (
                  <option key={ms} value={ms}>
                    {duration(ms, texts.locale)}
                  </option>
                ))}
                <option value="">{texts.untilFurtherNotice}</option>
              </select>
            </label>
          )}
        </FormDialog>
      )}
      <Refusal told={asking === null ? ordering.told : null} />
    </div>
  );
}

const endAfter = (forMs: number) => ({ until: new Date(Date.now() + forMs).toISOString() });

export const askedForm = (form: Form, { leave }: HandsTexts): Asked => ({ ...form, leave, required: true });
