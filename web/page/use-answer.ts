import { useEffect, useState } from 'preact/hooks';
import { ask, Trouble } from './api.ts';

/** What came of asking. The last answer stays while a newer one is on its way, and while none comes. */
export interface Asked<T> {
  readonly answer: T | null;
  readonly trouble: Trouble | null;
}

const againAfterMs = 3000;

/** Asks for `path`, and again whenever it or `version` changes, and whenever a trouble may have passed. Null asks for nothing. */
export function useAnswer<T>(path: string | null, version: number): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ answer: null, trouble: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    let timer: number | undefined;
    ask<T>(path, abort.signal).then(
      (answer) => {
        setAsked({ answer, trouble: null });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const trouble = error instanceof Trouble ? error : new Trouble('unreachable', String(error));
        setAsked(({ answer }) => ({ answer, trouble }));
        if (trouble.passes)
          timer = window.setTimeout(() => {
            setAttempt((n) => n + 1);
          }, againAfterMs);
      },
    );
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [path, version, attempt]);
  return asked;
}
