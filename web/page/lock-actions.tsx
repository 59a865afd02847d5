import { useState } from 'preact/hooks';
import { duration } from '../../domain/duration.ts';
import type { LockView } from '../../domain/lock/lock-view.ts';
import { byConfiguration } from '../../domain/lock/freeze.ts';
import { useAround } from './around.ts';
import { askedForm, FormDialog } from './form-dialog.tsx';
import { mayOperate } from './may-give.ts';
import { Refusal } from './refusal.tsx';
import { toLock } from './tell.ts';
import { useOrder } from './use-order.ts';

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
          {asking === 'unlock' ? null : <FreezeTime ms={forMs} onChoose={setForMs} />}
        </FormDialog>
      )}
      <Refusal told={asking === null ? ordering.told : null} />
    </div>
  );
}

const endAfter = (forMs: number) => ({ until: new Date(Date.now() + forMs).toISOString() });

/** For how long, in ms; null: until further notice. */
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
