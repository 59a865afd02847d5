/** Texts of `dobrobot doctor` about trackers. For operators, always in English. */
export const trackerWords = {
  file: (name: string) => `${name}: its file can be read`,
  taken: (name: string) => `${name} answers, and takes its credential`,
  onlyByTicket: (name: string) =>
    `${name}: only a ticket tells whether it can be read: npx dobrobot doctor --ticket KEY`,
  silent: (name: string) => `${name} does not tell whether it takes its credential`,
  away: (name: string, reason: string) =>
    `${name} cannot be read, so releases of its tickets stay in their checks: ${reason}`,
} as const;

/** The same about a ticket and its pages, for `--ticket`. */
export const ticketWords = {
  noKey: (said: string) => `${said} is neither the key nor the address of a ticket, such as PAY-1`,
  /** `patterns`: each tracker's name, followed by the pattern of its keys. */
  nobodys: (key: string, patterns: readonly string[]) =>
    `no tracker has ${key}: their keys are ${patterns.join(', ')}`,
  unknown: (key: string, tracker: string) => `${tracker} answers, and has no ticket ${key}`,
  away: (key: string, tracker: string, reason: string) =>
    `${key} cannot be read from ${tracker}, so its release would stay in its checks: ${reason}`,
  found: (key: string, tracker: string, title: string, read: readonly string[], changes: number) =>
    `${key} of ${tracker}, "${title}", can be read: ${read.join(', ')}; it has ${changes} changes`,
  unread: (key: string, part: string, reason: string) =>
    `the ${part} of ${key} cannot be read, or not all, so signs that need them cannot be told: ${reason}`,
  unreadFields: (key: string, names: readonly string[]) =>
    `fields of ${key} whose values have a form that is not read: ${names.join(', ')}`,
  page: (address: string, title: string) => `${address}, "${title}", can be read`,
  pageMissing: (address: string) => `${address} is not there, or is not shown to whoever asks here`,
  pageAway: (address: string, reason: string) => `${address} cannot be read: ${reason}`,
  morePages: (count: number) => `${count} more were not looked at`,
} as const;
