import { useEffect, useState } from 'preact/hooks';

const everyMs = 10_000;

/** Epoch ms; moves on by itself, and at once when `version` changes. */
export function useNow(version: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    // At first it is known, and to draw the page twice takes time.
    if (version > 0) setNow(Date.now());
    const timer = window.setInterval(() => {
      setNow(Date.now());
    }, everyMs);
    return () => {
      window.clearInterval(timer);
    };
  }, [version]);
  return now;
}
