import type { LockMode } from '../domain/components.ts';
import type { Scope } from '../domain/command/scope.ts';

/** What the HTTP API and the terminal say in addition to the bot's texts for Slack. Plain text. */
export interface ApiWords {
  /** A command to a lock was carried out. */
  readonly lockDone: (component: string) => string;
  /** The same command to another lock was carried out. `why` is Slack's markup. */
  readonly lockNotDone: (component: string, why: string) => string;
  readonly incidentMarked: string;
  readonly keyUsed: string;
  /** For a handover: the new requester was not given as a user ID. */
  readonly missingUser: (ticket: string) => string;
  /** `held`: the mode in which the token holds the lock; null: the token is not valid. */
  readonly verified: (component: string, token: number, held: LockMode | null) => string;
  /** The pipeline was taken for dead. */
  readonly pipelineLost: (ticket: string) => string;
  readonly notYourPipeline: (ticket: string) => string;
  /** The trust that a short token was issued under is no longer in the configuration. */
  readonly trustChanged: string;
  /** Its workflow was terminated or deleted in Temporal. */
  readonly releaseDied: (ticket: string) => string;
  readonly noToken: string;
  /** It carries the page's session but was not sent by the page. */
  readonly notFromPage: string;
  /** To a hook: the secret or signature is wrong, or there is no such hook. */
  readonly notProven: string;
  /** A repeated delivery to a hook, about a release that has ended. */
  readonly oldCopy: (ticket: string) => string;
  /** No release of these components may be deployed now. */
  readonly noTurn: (components: readonly string[]) => string;
  readonly severalReleases: (tickets: readonly string[]) => string;
  /** About identity tokens of pipelines. */
  readonly identityIssuer: string;
  readonly identityNotGood: string;
  readonly identityTime: string;
  readonly identityUsed: string;
  /** `claims`: the names of the claims that do not match. */
  readonly identityNotTrusted: (claims: readonly string[]) => string;
  readonly issuerAway: string;
  /** To GitHub, for a waiting deployment: it may pass. `tokens`: its fencing tokens as JSON. */
  readonly gatePassed: (ticket: string, tokens: string) => string;
  /** The release is on production by another deployment. */
  readonly anotherDeployment: (ticket: string) => string;
  /** Another deployment has passed for this start: each start lets one pass per repository and environment. */
  readonly gateTaken: (ticket: string) => string;
  readonly gateNamesNothing: (ticket: string) => string;
  readonly gateNotAsked: (tickets: readonly string[]) => string;
  /** The configuration does not list this environment for the hook. */
  readonly gateElsewhere: (environment: string) => string;
  readonly gateForeign: string;
  readonly gateTooLong: string;
  readonly outsideScope: (needed: readonly Scope[], has: readonly Scope[]) => string;
  /** `needed`: the components the command is about; null: all. */
  readonly outsideComponents: (needed: readonly string[] | null, has: readonly string[]) => string;
  readonly tooMany: (seconds: number) => string;
  readonly busy: string;
  readonly noRelease: (ticket: string) => string;
  readonly noPage: string;
  readonly noLog: string;
  readonly logAway: string;
  readonly temporalAway: string;
  readonly trackerAway: string;
  /** The checks of a ticket gave no result. */
  readonly cannotTell: (reason: string) => string;
  /** It is unknown whether the command was carried out. */
  readonly noAnswer: string;
  readonly notAPerson: (user: string) => string;
  readonly unknownTicket: (ticket: string) => string;
  readonly nothingThere: (path: string) => string;
  readonly wrongMethod: (allowed: string) => string;
  readonly unreadable: string;
  readonly notJson: string;
  readonly tooLarge: (bytes: number) => string;
  /** One part of a request is invalid. `part` says which and why. */
  readonly invalid: (part: string) => string;
  readonly failed: string;
}
