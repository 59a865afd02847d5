import { useCallback, useState } from 'preact/hooks';

const kept = 'dobrobot-actor';

/** The user as whom commands are given: the last choice if it is still among `actors`, else the first; null if nobody may give any. */
export const actorAmong = (actors: readonly string[], chosen: string | null): string | null =>
  actors.find((actor) => actor === chosen) ?? actors[0] ?? null;

/** The choice kept in this browser, and a function to change it. */
export function useChosenActor(): readonly [string | null, (actor: string) => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(kept));
  const choose = useCallback((actor: string) => {
    localStorage.setItem(kept, actor);
    setChosen(actor);
  }, []);
  return [chosen, choose];
}
