import { useEffect, useState } from 'preact/hooks';
import { ask, RequestError } from './api.ts';

/** The state of a request. The last answer stays while a newer one is on its way or fails to come. */
export interface AnswerState<T> {
  readonly answer: T | null;
  readonly trouble: RequestError | null;
}

const againAfterMs = 3000;

const whole = () => true;

/**
 * Requests `path`, again whenever it or `version` changes, and again after a while if the trouble may pass or the answer is incomplete.
 * Null requests nothing. `isWhole` must be the same function each time.
 */
export function useAnswer<T>(
  path: string | null,
  version: number,
  isWhole: (answer: T) => boolean = whole,
): AnswerState<T> {
  const [asked, setAsked] = useState<AnswerState<T>>({ answer: null, trouble: null });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (path === null) return;
    const abort = new AbortController();
    let timer: number | undefined;
    const askAgain = () => {
      timer = window.setTimeout(() => {
        setAttempt((n) => n + 1);
      }, againAfterMs);
    };
    ask<T>(path, abort.signal).then(
      (answer) => {
        if (abort.signal.aborted) return;
        setAsked({ answer, trouble: null });
        if (!isWhole(answer)) askAgain();
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const trouble =
          error instanceof RequestError ? error : new RequestError('unreachable', String(error));
        setAsked(({ answer }) => ({ answer, trouble }));
        if (trouble.passes) askAgain();
      },
    );
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [path, version, isWhole, attempt]);
  return asked;
}
