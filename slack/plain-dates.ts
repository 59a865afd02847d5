/** Slack's own token for a time, and the text that stands for it where a program does not know it. */
const token = /<!date\^\d+\^[^|<>^]*(?:\^([^|<>]*))?\|([^<>]*)>/g;

/** Whether what speaks Slack's API there is Slack, which shows each reader a time in their zone. */
export const isSlacksOwn = (apiUrl: string | undefined): boolean =>
  apiUrl === undefined || /^https:\/\/(?:[\w-]+\.)*slack(?:-gov)?\.com(?:\/|$)/.test(apiUrl);

/** The arguments of a call with each time as the text that names its zone. */
export function withPlainDates(args: Record<string, unknown>): Record<string, unknown> {
  const json = JSON.stringify(args);
  if (!json.includes('<!date^')) return args;
  const plain = json.replace(token, (_, url: string | undefined, text: string) =>
    url === undefined ? text : `<${url}|${text}>`,
  );
  return JSON.parse(plain) as Record<string, unknown>;
}
