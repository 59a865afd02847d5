import { useState } from 'preact/hooks';
import type { LockCommandSignal } from '../../domain/command/commands.ts';
import { duration } from '../../domain/duration.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import type { HandsTexts } from '../../texts/hands.ts';
import { useAround } from './around.ts';
import { askedForm, FormDialog } from './form-dialog.tsx';
import type { AskedForm } from './form-dialog.tsx';
import { mayOperate } from './may-give.ts';
import { useNames } from './names.ts';
import { Refusal } from './refusal.tsx';
import { toLock } from './tell.ts';
import { useOrder } from './use-order.ts';

const minuteMs = 60_000;
const freezesForMs = [30, 60, 120, 240, 24 * 60].map((minutes) => minutes * minuteMs);

/** An action that a button offers. */
interface Offer {
  readonly signal: LockCommandSignal;
  /** Whose freezes are lifted; null: the actor's own, or not applicable. */
  readonly user: string | null;
  readonly label: string;
  /** The dialog to show first; null: none. */
  readonly asked: AskedForm | null;
}

/** Lifts the freezes that somebody set. Asks first if that is another person. */
function liftOf(by: string, actor: string, nameOf: (user: string) => string, hands: HandsTexts): Offer {
  if (by === actor) return { signal: 'unfreeze', user: null, label: hands.unfreeze, asked: null };
  const form = { ...hands.lift(nameOf(by)), question: null, required: false, leave: hands.leave };
  return { signal: 'unfreeze', user: by, label: form.title, asked: form };
}

/** What the actor may do with a lock now. `named`: the buttons name the component, since nothing around them does. */
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
  const nameOf = useNames();
  const [asking, setAsking] = useState<Offer | null>(null);
  const [forMs, setForMs] = useState<number | null>(120 * minuteMs);
  const { component } = lock;
  const here = about.components.filter(({ name }) => name === component);
  if (!mayOperate(actor, here)) return null;
  const send = async ({ signal, user }: Offer, said: object) => {
    const told = await ordering.order(toLock(component, signal, user === null ? said : { user }));
    if (told?.kind === 'done') setAsking(null);
  };
  const offer = (signal: 'freeze' | 'unlock'): Offer => {
    const form = hands[signal](component);
    return { signal, user: null, label: named ? form.title : form.submit, asked: askedForm(form, hands) };
  };
  const setters = [...new Set(lock.freezes.map(({ by }) => by))].filter((by) => by !== byConfiguration);
  const offers: readonly Offer[] = [
    offer('freeze'),
    ...setters.map((by) => liftOf(by, actor, nameOf, hands)),
    ...(lock.holders.length > 0 ? [offer('unlock')] : []),
  ];
  return (
    <div class={named ? 'actions named' : 'actions'} role="group" aria-label={component}>
      {offers.map((one) => (
        <button
          key={`${one.signal} ${one.user ?? ''}`}
          type="button"
          class={one.signal === 'unlock' ? 'danger' : 'plain'}
          aria-disabled={ordering.busy}
          onClick={() => {
            ordering.forget();
            if (one.asked === null) void send(one, {});
            else setAsking(one);
          }}
        >
          {one.label}
        </button>
      ))}
      {asking?.asked ? (
        <FormDialog
          asked={asking.asked}
          ordering={ordering}
          onSend={(reason) => {
            const until = asking.signal === 'freeze' && forMs !== null ? endAfter(forMs) : {};
            void send(asking, { reason: reason ?? '', ...until });
          }}
          onLeave={() => {
            setAsking(null);
          }}
        >
          {asking.signal === 'freeze' ? <FreezeTime ms={forMs} onChoose={setForMs} /> : null}
        </FormDialog>
      ) : null}
      <Refusal told={asking === null ? ordering.told : null} />
    </div>
  );
}

const endAfter = (forMs: number) => ({ until: new Date(Date.now() + forMs).toISOString() });

/** The choice of a duration in ms; null: until further notice. */
function FreezeTime({
  ms: chosen,
  onChoose,
}: {
  readonly ms: number | null;
  readonly onChoose: (ms: number | null) => void;
}) {
  const { texts } = useAround();
  return (
    <label class="question">
      <span>{texts.hands.howLong}</span>
      <select
        value={chosen ?? ''}
        onChange={({ currentTarget: { value } }) => {
          onChoose(value === '' ? null : Number(value));
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
  );
}
