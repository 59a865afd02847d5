import { iso } from '../domain/iso.ts';

/** Why a tracker or a page could not be read: for the requester and for the log, in English, without secrets. */
export const failures = {
  redirected: (origin: string, to: string | null) =>
    `${origin} redirects to ${to ?? 'an address that cannot be read'}, which is not the same server; the configuration has to name the right one`,
  redirectedOften: (origin: string) => `${origin} redirects again and again`,
  paused: (origin: string) => `${origin} wants to be left alone for a while`,
  tooMany: (origin: string, status: number) => `${origin} has had too many requests (HTTP ${status})`,
  internal: (host: string) =>
    `${host} is in an internal network; \`internalHosts\` in the configuration can allow it`,
  tooLarge: (origin: string) => `${origin} answers with more than 5 MB`,
  tooDeep: (origin: string, deepest: number) =>
    `${origin} answers with a page whose elements stand more than ${deepest} deep within one another`,
  silent: (origin: string, seconds: number) => `${origin} does not answer within ${seconds} s`,
  unreachable: (origin: string, reason: string) => `${origin} cannot be reached (${reason})`,
  certificate: (origin: string, code: string) =>
    `${origin} shows a certificate that is not good (${code}); NODE_EXTRA_CA_CERTS names the file of an authority of your own`,
  status: (origin: string, status: number) => `${origin} answers with HTTP ${status}`,
  notJson: (origin: string) => `${origin} answers with something that is not JSON`,
  notText: (origin: string) => `${origin} answers with something that is neither a page nor a text`,
  field: (origin: string, field: string, problem: string) =>
    `${origin} answers in an unknown form: ${field} ${problem}`,
  notSeen: (origin: string, what: string) =>
    `${origin} shows no ${what}: either it is not there, or the credential may not see it`,
  /** A write was refused. `said`: the server's own words, or empty. */
  notTaken: (origin: string, status: number, variable: string | null, said: string) =>
    `${origin} does not take it${variable === null ? '' : ` with the credential in ${variable}`} (HTTP ${status})${said === '' ? '' : `: ${said}`}`,
  noTransition: (origin: string, to: string, from: string, offered: readonly string[]) =>
    `${origin} offers no transition to ${to} from ${from}; it offers ${offered.join(', ') || 'none'}`,
  noStatus: (origin: string, to: string, known: readonly string[]) =>
    `${origin} has no status ${to}; it has ${known.join(', ') || 'none'}`,
  keptStatus: (origin: string, from: string, to: string) =>
    `${origin} keeps the status ${from}: its workflow does not let the credential's user set ${to}`,
  noTicket: (origin: string, key: string) => `${origin} shows no ticket ${key}`,
  forbidden: (origin: string) => `${origin} does not let the credential see it (HTTP 403)`,
  credentials: (origin: string, variable: string) =>
    `${origin} does not take the credential in ${variable}: it is wrong or has expired`,
  noAddress: (variable: string) => `${variable} holds no http(s) address`,
  noCredential: (variable: string) => `${variable} is not set, nor ${variable}_FILE`,
  unfitCredential: (variable: string) =>
    `${variable} holds a line break or a letter that no credential can have`,
  /** `said`: the server's own words. */
  refused: (origin: string, variable: string, said: string) =>
    `${origin} does not take the credential in ${variable}: ${said}`,
  noKey: (variable: string) => `${variable} holds no private key in PEM`,
  notInstalled: (origin: string, app: string, repo: string) =>
    `${origin}: the GitHub App ${app} is not installed for ${repo}; an owner has to install it there, or to let it see this repository`,
  loggedOut: (origin: string) => `${origin} takes the login, but forgets it at the next request`,
  noApi: (origin: string) =>
    `${origin} shows no API of MediaWiki; \`api\` beside \`matches\` in the configuration can name it`,
  apiElsewhere: (origin: string, api: string) =>
    `${origin} has its API on ${api}; \`api\` beside \`matches\` in the configuration can name it`,
  noPage: (origin: string) => `${origin}: the address does not say which page is meant`,
  noContent: (origin: string) => `${origin} answers without the content of the page`,
  signIn: (origin: string) => `${origin} shows a form to sign in, not the page`,
  captcha: (origin: string) => `${origin} asks for a captcha`,
  /** `variable`: that of the credential; null: without one. */
  denied: (origin: string, variable: string | null) =>
    `${origin} does not show the page ${variable === null ? 'to everybody' : `with the credential in ${variable}`}`,
  unknownForm: (origin: string) =>
    `${origin} has the file in a form that is not read: Markdown, AsciiDoc, HTML and plain text are`,
  hiddenWiki: (origin: string, repo: string) =>
    `${origin} shows no such page of the wiki of ${repo}: it is not there, or the wiki is private, and GitHub has no API for private wikis`,
  /** For watched sources. `type`: what it answers with instead. */
  noNumbers: (origin: string, type: string) => `${origin} answers with a ${type}, where a number is wanted`,
  noTrigger: (origin: string, group: string, severity: string) =>
    `${origin} shows no trigger of severity ${severity} or above in ${group} that is switched on`,
  brokenTriggers: (origin: string, group: string, error: string) =>
    `${origin} cannot work out any trigger in ${group}${error === '' ? '' : `: ${error}`}`,
  /** Zabbix. `since`: the time of its newest value, epoch ms; 0: there is none. */
  standsStill: (origin: string, since: number) =>
    `the server of Zabbix behind ${origin} takes nothing in${since === 0 ? '' : ` since ${iso(since)}`}`,
  partial: (origin: string) => `${origin} answers with a part only, as a part of it is down`,
  noSource: (name: string) => `there is no source ${name} in the configuration any more`,
  noGroup: (origin: string, group: string) =>
    `${origin} shows no host group ${group}: either it is not there, or the credential may not see it`,
  limit: (origin: string) => `${origin} has had too many requests`,
  said: (origin: string, message: string) => `${origin} says: ${message}`,
} as const;
