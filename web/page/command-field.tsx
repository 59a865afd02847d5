import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { completionsOf } from '../../domain/command/completion.ts';
import type { Completion, Names } from '../../domain/command/completion.ts';
import { useAround } from './around.ts';
import type { History } from './use-history.ts';

interface Typing {
  readonly typed: string;
  readonly onType: (text: string) => void;
  readonly names: Names;
  readonly history: History;
}

/** The field for typing commands: a combobox that completes names and recalls earlier commands. */
export function CommandField({
  typed,
  onType,
  onListen,
  names,
  history,
}: Typing & {
  /** Called when the field gets the focus. */
  readonly onListen: () => void;
}) {
  const { hands } = useAround().texts;
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  useShortcut(input);
  const { completions, chosen, show, close, onKeyDown } = useCompletion({ typed, onType, names, history });
  return (
    <div class="combobox">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={hands.command}
        aria-expanded={completions.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen < 0 ? undefined : `${id}-${chosen}`}
        aria-describedby={`${id}-keys`}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="send"
        maxLength={4000}
        placeholder={hands.commandHint}
        value={typed}
        onInput={({ currentTarget: { value } }) => {
          history.begin();
          show(value, true);
        }}
        onFocus={onListen}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <Suggestions
        {...{ id, completions, chosen }}
        onTake={(completion) => {
          show(completion.text, true);
        }}
      />
      <p id={`${id}-keys`} class="hidden">
        {hands.commandKeys}
      </p>
    </div>
  );
}

/** The suggestions, which of them is chosen, and the handling of keys. */
function useCompletion({ typed, onType, names, history }: Typing) {
  const [chosen, setChosen] = useState(-1);
  const [open, setOpen] = useState(false);
  const completions = open ? completionsOf(typed, names) : [];
  const show = (text: string, showing: boolean) => {
    onType(text);
    setChosen(-1);
    setOpen(showing);
  };
  const close = () => {
    setChosen(-1);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const action = actionOf(event, { completions, chosen });
    if (action === null) {
      if (event.key === 'Enter') close();
      return;
    }
    event.preventDefault();
    switch (action.type) {
      case 'choose':
        setChosen(action.index);
        break;
      case 'take':
        show(action.completion.text, true);
        break;
      case 'close':
        close();
        break;
      case 'recall':
        show(history.recall(action.steps) ?? typed, false);
        break;
    }
  };
  return { completions, chosen, show, close, onKeyDown };
}

function Suggestions({
  id,
  completions,
  chosen,
  onTake,
}: {
  readonly id: string;
  readonly completions: readonly Completion[];
  readonly chosen: number;
  readonly onTake: (completion: Completion) => void;
}) {
  const { hands } = useAround().texts;
  return (
    <ul id={`${id}-list`} role="listbox" aria-label={hands.suggestions} hidden={completions.length === 0}>
      {completions.map((completion, index) => (
        <li
          key={completion.word}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onMouseDown={(event) => {
            // Keeps the focus in the field, which would otherwise close the list.
            event.preventDefault();
            onTake(completion);
          }}
        >
          {completion.word}
        </li>
      ))}
    </ul>
  );
}

/** `/` and Ctrl-K focus the field; in other fields, `/` is a letter. */
function useShortcut(input: { readonly current: HTMLInputElement | null }): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.matches('input, textarea, select');
      const isSlash = event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey;
      const isK = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
      if (!isSlash && !isK) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
    };
  }, []);
}

type Action =
  | { readonly type: 'choose'; readonly index: number }
  | { readonly type: 'take'; readonly completion: Completion }
  | { readonly type: 'close' }
  | { readonly type: 'recall'; readonly steps: 1 | -1 };

/** What a key does; null for its default action. */
function actionOf(
  { key, shiftKey, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent,
  { completions, chosen }: { readonly completions: readonly Completion[]; readonly chosen: number },
): Action | null {
  if (shiftKey || ctrlKey || metaKey || altKey || isComposing) return null;
  const count = completions.length;
  const completion = completions[Math.max(0, chosen)];
  switch (key) {
    case 'ArrowDown':
      if (count > 0) return { type: 'choose', index: (chosen + 1) % count };
      return { type: 'recall', steps: -1 };
    case 'ArrowUp':
      if (count > 0) return { type: 'choose', index: (Math.max(0, chosen) + count - 1) % count };
      return { type: 'recall', steps: 1 };
    case 'Tab':
      return completion === undefined ? null : { type: 'take', completion };
    case 'Enter':
      return completion === undefined || chosen < 0 ? null : { type: 'take', completion };
    case 'Escape':
      return count > 0 ? { type: 'close' } : null;
    default:
      return null;
  }
}
