const atOnce = 20;

/** Runs `work` for each item, at most `atOnce` at a time. */
export async function each<T>(some: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
  const left = some.values();
  const takeTurns = async () => {
    for (const one of left) await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, takeTurns));
}
