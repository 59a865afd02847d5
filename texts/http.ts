/** Why a tracker or a page could not be read: for the requester and for the log, in English, without a secret. */
export const failures = {
  redirected: (origin: string, to: string | null) =>
    `${origin} redirects to ${to ?? 'an address that cannot be read'}, which is not the same server; the configuration has to name the right one`,
  redirectedOften: (origin: string) => `${origin} redirects again and again`,
  paused: (origin: string) => `${origin} wants to be left alone for a while`,
  tooMany: (origin: string, status: number) => `${origin} has had too many requests (HTTP ${status})`,
  internal: (host: string) =>
    `${host} is in an internal network; \`internalHosts\` in the configuration can allow it`,
  tooLarge: (origin: string) => `${origin} answers with more than 5 MB`,
  silent: (origin: string, seconds: number) => `${origin} does not answer within ${seconds} s`,
  unreachable: (origin: string, reason: string) => `${origin} cannot be reached (${reason})`,
  status: (origin: string, status: number) => `${origin} answers with HTTP ${status}`,
  notJson: (origin: string) => `${origin} answers with something that is not JSON`,
  notText: (origin: string) => `${origin} answers with something that is neither a page nor a text`,
  field: (origin: string, field: string, problem: string) =>
    `${origin} answers in an unknown form: ${field} ${problem}`,
  notSeen: (origin: string, what: string) =>
    `${origin} shows no ${what}: either it is not there, or the credential may not see it`,
  forbidden: (origin: string) => `${origin} lets the credential not see it (HTTP 403)`,
  credentials: (origin: string, variable: string) =>
    `${origin} does not take the credential in ${variable}: it is wrong or has expired`,
  noCredential: (variable: string) => `${variable} is not set, nor ${variable}_FILE`,
  limit: (origin: string) => `${origin} has had too many requests`,
  said: (origin: string, message: string) => `${origin} says: ${message}`,
} as const;
