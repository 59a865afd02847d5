import { useRef, useState } from 'preact/hooks';
import { useAround } from './around.ts';
import { giveCommand } from './tell.ts';
import type { Order, Told } from './tell.ts';

export interface Ordering {
  /** Whether a command is on its way; until its answer arrives, no other is sent. */
  readonly busy: boolean;
  /** The outcome of the last command; null: none yet, or dismissed. */
  readonly told: Told | null;
  /** Sends a command. The same command, until it is answered, keeps its idempotency key, so it is carried out once. */
  readonly order: (wanted: Order) => Promise<Told | null>;
  /** Shows why a command is not sent at all. */
  readonly refuse: (text: string) => void;
  readonly forget: () => void;
}

export function useOrder(): Ordering {
  const { texts, actor } = useAround();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const sending = useRef(false);
  const open = useRef<{ readonly words: string; readonly key: string } | null>(null);

  const order = async (wanted: Order): Promise<Told | null> => {
    if (actor === null || sending.current) return null;
    const words = JSON.stringify([actor, wanted]);
    const key = open.current?.words === words ? open.current.key : newKey();
    open.current = { words, key };
    sending.current = true;
    setBusy(true);
    setTold(null);
    const answer = await giveCommand(wanted, { actor, key, language: texts.locale });
    sending.current = false;
    if (answer.kind !== 'noAnswer') open.current = null;
    const shown =
      answer.text === '' && answer.kind === 'noAnswer' ? { ...answer, text: texts.hands.noAnswer } : answer;
    setBusy(false);
    setTold(shown);
    return shown;
  };
  return {
    busy,
    told,
    order,
    refuse: (text) => {
      setTold({ kind: 'refused', text, says: null });
    },
    forget: () => {
      setTold(null);
    },
  };
}

/** `crypto.randomUUID` exists only over https or on localhost. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
