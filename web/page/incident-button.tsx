import { useState } from 'preact/hooks';
import { useAround } from './around.ts';
import { askedForm, FormDialog } from './form-dialog.tsx';
import { incidentOrder } from './tell.ts';
import { useOrder } from './use-order.ts';

/** Marks an incident as of now, after asking for a description. */
export function IncidentButton() {
  const { texts } = useAround();
  const ordering = useOrder();
  const [asking, setAsking] = useState(false);
  const send = async (text: string | null) => {
    const told = await ordering.order(incidentOrder(text ?? ''));
    if (told?.kind === 'done') setAsking(false);
  };
  return (
    <>
      <button
        type="button"
        onClick={() => {
          ordering.forget();
          setAsking(true);
        }}
      >
        {texts.hands.incident.title}
      </button>
      {asking ? (
        <FormDialog
          asked={askedForm(texts.hands.incident, texts.hands)}
          ordering={ordering}
          onSend={(text) => void send(text)}
          onLeave={() => {
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}
