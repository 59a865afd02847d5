import { useAround } from './around.ts';
import { useNames } from './names.ts';

/** Where nobody signs in, one chooses as whom one speaks. */
export function ActorChoice({ actor }: { readonly actor: string }) {
  const { texts, about, actAs } = useAround();
  const nameOf = useNames();
  if (about.user !== null) return null;
  return (
    <label class="actor">
      <span>{texts.hands.actAs}</span>
      <select
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
    </label>
  );
}
