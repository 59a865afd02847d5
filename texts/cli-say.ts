/** Texts of the terminal other than answers to commands, always in English. */
export const words = {
  say: 'any command in the words of Slack, such as: dobro PAY-1, accept PAY-1, dep start PAY-1, queue; without any: mine',
  json: 'what the API gives, as JSON',
  wait: 'with "dep start TICKET": waits for its turn, telling how it stands',
  timeout: 'how long at most, such as 30m',
  exitCodes: `
By Temporal where TEMPORAL_ADDRESS is set, as DOBROBOT_ACTOR; else by the API at DOBROBOT_URL, with DOBROBOT_TOKEN.
Exit code: 0 if it is done or answered, 1 if it is refused, 2 if the words cannot be understood, 3 if it cannot be
reached or is not allowed, 4 if it was waited for in vain.`,
  noWay:
    'Nothing can be reached: TEMPORAL_ADDRESS has to name Temporal, or DOBROBOT_URL the server of the web page.',
  noTemporal: (reason: string) =>
    `Temporal does not answer: ${reason}. TEMPORAL_ADDRESS names it; DOBROBOT_URL would name the API instead.`,
  noApi: (origin: string, reason: string) =>
    `${origin} does not answer: ${reason}. DOBROBOT_URL names the server of the web page.`,
  noSlack: (user: string, reason: string) =>
    `Slack does not tell whether ${user} is there, so nothing was handed over: ${reason}`,
  badUrl: (url: string) =>
    `DOBROBOT_URL is ${JSON.stringify(url)}, which is not an address such as https://dobrobot.example.com.`,
  noToken:
    'DOBROBOT_TOKEN, or the file that DOBROBOT_TOKEN_FILE names, has to hold a token dob_…, or the identity token of a pipeline.',
  exchangedElsewhere:
    'The identity token in DOBROBOT_TOKEN was used before, by something else than this terminal. Ask for a new one.',
  noActor: (actor: string) =>
    actor === ''
      ? 'Who are you? DOBROBOT_ACTOR has to be your user ID of Slack, U…, or service:NAME.'
      : `DOBROBOT_ACTOR is ${JSON.stringify(actor)}, which is neither a user ID of Slack, U…, nor service:NAME.`,
  perhapsDone:
    'There was no answer in time, and it may still be carried out: look by "status" or "queue" before you say it again.',
  quoted: (word: string) =>
    `If ${word} is what you release, it takes quotes of its own, as the shell takes one pair: '"${word}"'`,
  noOption: (option: string, command: string) => `error: ${command} has no option ${option}`,
  onlyStart: '--wait goes with "dep start TICKET" alone, in any words that mean it.',
  badTimeout: 'It must be a duration, such as 30m or 1h30m.',
  inVain: (standing: string) => `Waited in vain; it keeps its place. ${standing}`,
  interrupted: (ticket: string) => `Interrupted. Nothing was withdrawn: ${ticket} keeps its place.`,
  perhapsStarted: (ticket: string) =>
    `Nobody tells whether ${ticket} was started: "status ${ticket}" shows it, "dep rollback ${ticket}" takes it back.`,
  verify: 'Tells whether a fencing token lets its holder change a component now; exit code 1 if not',
  component: 'a component that has a lock',
  fencing: 'the fencing token',
  badFencing: 'It must be a number.',
  completion: 'Prints a script for a shell, which then completes commands, tickets and components',
  shell: 'the shell; such as: source <(dobrobot completion bash)',
};

/** Texts of `dobrobot token`. */
export const tokenWords = {
  token: 'The tokens of the HTTP API, in the database of the release log',
  create: 'Makes a token and shows it, once',
  name: 'by which it is known, in small letters, digits and dashes',
  scope: 'what it is for: read, request, deploy, operate, approve; several may be given',
  component: 'only for these components; without it for all',
  actor: 'as whom it acts: a user ID of Slack, or service:NAME; without it service:<name>',
  expires: 'how long it is good, such as 90d',
  list: 'Shows all tokens, not what they consist of',
  revoke: 'Takes a token back, at once',
  badName: 'It must be of small letters, digits and dashes, such as ci-main.',
  badScope: (text: string) => `${JSON.stringify(text)} is none of read, request, deploy, operate, approve.`,
  badComponent: (text: string) => `${JSON.stringify(text)} is no component.`,
  badActor: (text: string) =>
    `${JSON.stringify(text)} is neither a user ID of Slack, U…, nor service:NAME of small letters, digits and dashes.`,
  onlyPeople: 'Only a person may approve: --actor has to name a user ID of Slack with --scope approve.',
  taken: (name: string) => `There is a token ${name} already. "dobrobot token revoke ${name}" takes it back.`,
  none: (name: string) => `There is no token ${name} in use. "dobrobot token list" shows all.`,
  ofHook: (hook: string) =>
    `That is what the hook ${hook} may do: take the hook out of the configuration, or change its secret.`,
  created: (name: string, actor: string, until: string) =>
    `The token ${name} acts as ${actor} until ${until}. It is shown this once:`,
  revoked: (name: string) => `The token ${name} is good no more.`,
};
