import { useEffect, useState } from 'preact/hooks';
import { changesPath } from './paths.ts';

/** Whether the change stream is connected, and the number of changes so far. */
export interface Changes {
  readonly connected: boolean;
  readonly version: number;
}

/** Changes come in bursts; each burst counts as one. */
const togetherMs = 500;
/** A browser reconnects by itself unless the server refused the stream. */
const againAfterMs = 5000;

export function useChanges(): Changes {
  const [version, setVersion] = useState(0);
  const [connected, setConnected] = useState(true);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const source = new EventSource(changesPath);
    let swarm: number | undefined;
    let again: number | undefined;
    source.addEventListener('open', () => {
      setConnected(true);
    });
    source.addEventListener('error', () => {
      setConnected(false);
      if (source.readyState === EventSource.CLOSED) {
        again = window.setTimeout(() => {
          setAttempt((n) => n + 1);
        }, againAfterMs);
      }
    });
    source.addEventListener('change', () => {
      swarm ??= window.setTimeout(() => {
        swarm = undefined;
        setVersion((n) => n + 1);
      }, togetherMs);
    });
    return () => {
      source.close();
      window.clearTimeout(swarm);
      window.clearTimeout(again);
    };
  }, [attempt]);
  return { connected, version };
}
