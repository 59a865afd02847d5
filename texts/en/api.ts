import type { ApiWords } from '../api.ts';
import { keyUsed } from './key-used.ts';

export const apiWords: ApiWords = {
  lockDone: (component) => `Done: ${component}.`,
  lockNotDone: (component, why) => `Not done: ${component}. ${why}`,
  incidentMarked: 'The incident is marked.',
  keyUsed,
  missingUser: (ticket) =>
    `To whom? handover ${ticket} @U…, with the user ID that "Copy member ID" in their Slack profile gives.`,
  verified: (component, token, held) => {
    if (held === null) return `${token} is not good for ${component} (any more): change nothing.`;
    return held === 'exclusive'
      ? `${token} is good: its release may change ${component} now.`
      : `${token} is good: its release needs that ${component} stands still, as others may. It changes nothing of it.`;
  },
  pipelineLost: (ticket) =>
    `This pipeline of ${ticket} gave no sign of life for too long, and is taken for dead. Nobody has taken its place: depStart with the same runner goes on.`,
  notYourPipeline: (ticket) =>
    `${ticket} is not this pipeline's any more: it was taken up by another, its lock was taken from it, or it has ended.`,
  trustChanged:
    'This token was given for an identity token that `trust` in the configuration does not name any more, or names for something else. Exchange another one.',
  releaseDied: (ticket) =>
    `The workflow of ${ticket} was ended in Temporal, so nobody hears how its deployment ends. Its locks stay until somebody says "unlock".`,
  noToken:
    'It takes a token: Authorization: Bearer dob_…. This one is missing, mistyped, expired or revoked. "dobrobot token create" makes one.',
  notFromPage:
    'That did not come from the page itself, or not from who is signed in, so nothing was changed. Please reload the page.',
  notProven:
    'Its signature or its secret is missing, wrong or too old, or there is no such hook; docs/hooks.md says how each kind proves who it is.',
  oldCopy: (ticket) =>
    `This is a copy of what came before: it was about an earlier release of ${ticket}, and changes nothing.`,
  noTurn: (components) =>
    `No release of ${components.join(', ') || 'what was deployed'} has its turn or is on production.`,
  severalReleases: (tickets) => `It may be about ${tickets.join(' or ')}: name the ticket.`,
  identityIssuer:
    'No pipeline of that issuer is trusted here: `trust` in the configuration names those that are.',
  identityNotGood:
    'That is no good identity token: it takes one that is signed by its issuer with RS256, with iss, aud, exp, iat and jti.',
  identityTime: 'That identity token has expired, or is not good yet. Ask for a new one.',
  identityUsed:
    'That identity token was used before, and each is good once. Exchange it at POST /api/v1/token to make several requests.',
  identityNotTrusted: (claims) =>
    `That identity token is good, but what it says of ${claims.join(', ')} is not what \`trust\` in the configuration names.`,
  issuerAway:
    'The issuer of that identity token does not answer right now, so nothing was done. Please try again in a minute.',
  gatePassed: (ticket, tokens) => `${ticket} has started. Fencing tokens: ${tokens}`,
  anotherDeployment: (ticket) =>
    `${ticket} is on production by another deployment, which was the first to say that it had begun.`,
  gateTaken: (ticket) =>
    `${ticket} is on production by another deployment, so this one does not pass. It is refused when ${ticket} ends.`,
  gateNamesNothing: (ticket) =>
    `${ticket} is on production, and this deployment names no ticket: one that names ${ticket}, such as in its branch, may pass. This one waits for the next turn.`,
  gateNotAsked: (tickets) =>
    `No release of ${tickets.join(' or ')} is open. It goes on as soon as somebody has asked for one and it has its turn.`,
  gateElsewhere: (environment) =>
    `The environment ${environment} is not among those of this hook in the configuration.`,
  gateForeign: 'It is for a pull request of another repository, which anybody can make.',
  gateTooLong: 'It has waited for 29 days, and GitHub waits for 30. Run it again.',
  outsideScope: (needed, has) =>
    `That takes a token for ${needed.join(' or ')}; this one is for ${has.join(', ')}.`,
  outsideComponents: (needed, has) =>
    needed === null
      ? `This token is for ${has.join(', ')} alone: name one of them.`
      : `This token is for ${has.join(', ')} alone, not for ${needed.join(', ') || 'what touches nothing that is known'}.`,
  tooMany: (seconds) => `Too many requests. The next one may come in ${seconds} s.`,
  busy: 'More commands come than can be carried out, so nothing was done. Please try again in some seconds.',
  noRelease: (ticket) => `There is no release of ${ticket}.`,
  noPage: 'That cursor leads to no page: take the one of the page before, as it is.',
  noLog: 'There is no release log: DATABASE_URL has to name its PostgreSQL.',
  logAway: 'The database does not answer right now, so nothing was done. Please try again in a minute.',
  temporalAway:
    'Temporal or its worker does not answer right now, so nothing was done. Releases go on; please try again in a minute.',
  trackerAway: 'The tracker does not answer right now, so it cannot be told. Please try again in a minute.',
  cannotTell: (reason) => `It cannot be told now: ${reason}`,
  noAnswer:
    'There was no answer in time. The command may still be carried out; sent again with the same Idempotency-Key it is carried out once, and answered.',
  notAPerson: (user) => `${user} is no living person of the workspace, so nothing was changed.`,
  unknownTicket: (ticket) => `The tracker does not know a ticket ${ticket}.`,
  nothingThere: (path) => `There is nothing at ${path}. /api/v1/openapi.json lists what there is.`,
  wrongMethod: (allowed) => `That takes ${allowed}.`,
  unreadable: 'The body is not the JSON that its Content-Type promises.',
  notJson: 'A body has to be application/json.',
  tooLarge: (bytes) => `A body may have ${bytes} bytes at most.`,
  invalid: (part) => `${part} is not what the description says: /api/v1/openapi.json.`,
  failed: 'That failed for a reason of our own, which is in the log of the server.',
};
