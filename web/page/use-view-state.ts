import { useCallback, useEffect, useState } from 'preact/hooks';
import { readViewState, searchOf } from './view-state.ts';
import type { ViewState } from './view-state.ts';

/** Shows something else; `replace` leaves no step to go back to. */
export type Go = (change: Partial<ViewState>, how?: 'push' | 'replace') => void;

const here = (): ViewState => readViewState(window.location.search);

/** As in `page.css`. */
const phone = '(max-width: 600px)';

/** An address that says nothing shows the queue on a phone, where a timeline has no room. */
function opened(): ViewState {
  const bare = window.location.search === '' && window.matchMedia(phone).matches;
  if (bare) window.history.replaceState(null, '', searchOf({ ...here(), view: 'queue' }));
  return here();
}

/** What the address says, and the way to another one. */
export function useViewState(): readonly [ViewState, Go] {
  const [state, setState] = useState(opened);
  useEffect(() => {
    const onMove = () => {
      setState(here());
    };
    window.addEventListener('popstate', onMove);
    return () => {
      window.removeEventListener('popstate', onMove);
    };
  }, []);
  const go = useCallback<Go>((change, how = 'push') => {
    const next = { ...here(), ...change };
    const address = `${window.location.pathname}${searchOf(next)}`;
    if (how === 'push') window.history.pushState(null, '', address);
    else window.history.replaceState(null, '', address);
    setState(next);
  }, []);
  return [state, go];
}
