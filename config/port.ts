/** The port in `text`; null unless it is a number from 1 to 65535. */
export function readPort(text: string): number | null {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535 ? port : null;
}
