import { useEffect, useState } from 'preact/hooks';

const everyMs = 10_000;

/** The current time, epoch ms. Advances every ten seconds, and at once when `version` changes. */
export function useNow(version: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    // Skipped at first: the time is fresh, and a second render of the page takes time.
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
