import { useCallback, useState } from 'preact/hooks';

const kept = 'dobrobot-actor';

/** As whom one gives commands: whom one chose last, if that is one of those whom one may choose; null: nobody may. */
export const actorAmong = (actors: readonly string[], chosen: string | null): string | null =>
  actors.find((actor) => actor === chosen) ?? actors[0] ?? null;

/** Whom somebody chose in this browser, and the way to choose another. */
export function useChosenActor(): readonly [string | null, (actor: string) => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(kept));
  const choose = useCallback((actor: string) => {
    localStorage.setItem(kept, actor);
    setChosen(actor);
  }, []);
  return [chosen, choose];
}
