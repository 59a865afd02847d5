/** Slack's date token, with the fallback text for programs that do not know it. */
const token = /<!date\^\d+\^[^|<>^]*(?:\^([^|<>]*))?\|([^<>]*)>/g;

/** Whether an API is Slack's own, which shows a date in each reader's time zone. */
export const isSlacksOwn = (apiUrl: string | undefined): boolean =>
  apiUrl === undefined || /^https:\/\/(?:[\w-]+\.)*slack(?:-gov)?\.com(?:\/|$)/.test(apiUrl);

/**
 * The arguments of a call, as well-formed Unicode: Slack's client cannot send half a surrogate pair, and what it cannot send is tried again
 * for ever.
 */
export function wellFormed<Value>(value: Value): Value;
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map((part: unknown) => wellFormed(part));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, wellFormed(part)]));
}

/** Not of a class: a picture is sent as it is. */
const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Replaces each date token in the arguments of a call by its fallback text, which names the time zone. */
export function withPlainDates(args: Record<string, unknown>): Record<string, unknown> {
  const json = JSON.stringify(args);
  if (!json.includes('<!date^')) return args;
  const plain = json.replace(token, (_, url: string | undefined, text: string) =>
    url === undefined ? text : `<${url}|${text}>`,
  );
  return JSON.parse(plain) as Record<string, unknown>;
}
