/** Slack's date token, with the fallback text for programs that do not know it. */
const token = /<!date\^\d+\^[^|<>^]*(?:\^([^|<>]*))?\|([^<>]*)>/g;

/** Whether an API is Slack's own, which shows a date in each reader's time zone. */
export const isSlacksOwn = (apiUrl: string | undefined): boolean =>
  apiUrl === undefined || /^https:\/\/(?:[\w-]+\.)*slack(?:-gov)?\.com(?:\/|$)/.test(apiUrl);

/** Replaces each date token in the arguments of a call by its fallback text, which names the time zone. */
export function withPlainDates(args: Record<string, unknown>): Record<string, unknown> {
  const json = JSON.stringify(args);
  if (!json.includes('<!date^')) return args;
  const plain = json.replace(token, (_, url: string | undefined, text: string) =>
    url === undefined ? text : `<${url}|${text}>`,
  );
  return JSON.parse(plain) as Record<string, unknown>;
}
