import { useCallback, useEffect, useState } from 'preact/hooks';
import { readViewState, searchOf } from './view-state.ts';
import type { ViewState } from './view-state.ts';

/** Changes the view; `replace` makes no history entry. */
export type Go = (change: Partial<ViewState>, how?: 'push' | 'replace') => void;

const here = (): ViewState => readViewState(window.location.search);

/** The same as in `page.css`. */
const phone = '(max-width: 600px)';

/** On a phone, a bare address opens the queue, since there is no room for a timeline. */
function opened(): ViewState {
  const bare = window.location.search === '' && window.matchMedia(phone).matches;
  if (bare) window.history.replaceState(null, '', searchOf({ ...here(), view: 'queue' }));
  return here();
}

/** The state in the address, and a function to change it. */
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
