const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof unitMs;

/** Ten years. Beyond it dates overflow, and an instant in a workflow must never do that. */
const longestMs = 3_650 * unitMs.d;

/** Reads `2s`, `15m`, `2h`, `3d` to milliseconds; null for anything else, for zero and for more than ten years. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+)([smhd])$/i.exec(text);
  if (match === null) return null;
  const ms = Number(match[1]) * unitMs[match[2]?.toLowerCase() as Unit];
  return ms > 0 && ms <= longestMs ? ms : null;
}
