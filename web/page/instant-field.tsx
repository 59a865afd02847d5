import { DateTime } from 'luxon';
import { useEffect, useState } from 'preact/hooks';
import { useAround } from './around.ts';

/** A field for a day and a time in the configured zone. */
export function InstantField({
  label,
  at,
  onChange,
}: {
  readonly label: string;
  /** Epoch ms; null if empty. */
  readonly at: number | null;
  readonly onChange: (at: number) => void;
}) {
  const { about } = useAround();
  const shown =
    at === null ? '' : DateTime.fromMillis(at, { zone: about.timezone }).toFormat("yyyy-MM-dd'T'HH:mm");
  const [typed, setTyped] = useState(shown);
  useEffect(() => {
    setTyped(shown);
  }, [shown]);
  const settle = () => {
    const moment = DateTime.fromISO(typed, { zone: about.timezone });
    if (typed !== shown && moment.isValid) onChange(moment.toMillis());
  };
  return (
    <label class="instant">
      <span>{label}</span>
      <input
        type="datetime-local"
        value={typed}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
        }}
        onBlur={settle}
        onKeyDown={({ key }) => {
          if (key === 'Enter') settle();
        }}
      />
    </label>
  );
}
