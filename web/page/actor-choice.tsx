import { useId } from 'preact/hooks';
import { useAround } from './around.ts';
import { useNames } from './names.ts';

/** Without sign-in, lets the visitor choose whom to act as. */
export function ActorChoice({ actor }: { readonly actor: string }) {
  const { texts, about, actAs } = useAround();
  const nameOf = useNames();
  const id = useId();
  if (about.user !== null) return null;
  return (
    <div class="actor">
      <label for={id}>{texts.hands.actAs}</label>
      <select
        id={id}
        value={actor}
        onChange={({ currentTarget: { value } }) => {
          actAs(value);
        }}
      >
        {about.actors.map((user) => (
          <option key={user} value={user}>
            {nameOf(user)}
          </option>
        ))}
      </select>
    </div>
  );
}
