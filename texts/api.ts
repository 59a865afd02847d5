import type { LockMode } from '../domain/components.ts';
import type { Scope } from '../domain/command/scope.ts';

/** What the HTTP API and the terminal say besides what the bot says in Slack; plain text. */
export interface ApiWords {
  /** A command to a lock was carried out. */
  readonly lockDone: (component: string) => string;
  /** The same command to another lock was. `why` in Slack's markup. */
  readonly lockNotDone: (component: string, why: string) => string;
  readonly incidentMarked: string;
  readonly keyUsed: string;
  /** With a handover: who takes it over was not named by an ID. */
  readonly missingUser: (ticket: string) => string;
  /** `held`: how the lock is held by that token, if it is good; null: it is not. */
  readonly verified: (component: string, token: number, held: LockMode | null) => string;
  /** It was taken for dead. */
  readonly pipelineLost: (ticket: string) => string;
  readonly notYourPipeline: (ticket: string) => string;
  /** What a short token was given for is trusted no more. */
  readonly trustChanged: string;
  /** Its workflow was ended in Temporal. */
  readonly releaseDied: (ticket: string) => string;
  readonly noToken: string;
  /** It came with the session of the page, and not from the page. */
  readonly notFromPage: string;
  /** To a hook: by no secret, or there is no such hook. */
  readonly notProven: string;
  /** No release of these components may be deployed now. */
  /** A delivery to a hook came once more, and its release has ended. */
  readonly oldCopy: (ticket: string) => string;
  readonly noTurn: (components: readonly string[]) => string;
  readonly severalReleases: (tickets: readonly string[]) => string;
  /** Of identity tokens of pipelines. */
  readonly identityIssuer: string;
  readonly identityNotGood: string;
  readonly identityTime: string;
  readonly identityUsed: string;
  /** `claims`: the names of those that do not fit. */
  readonly identityNotTrusted: (claims: readonly string[]) => string;
  readonly issuerAway: string;
  /** To GitHub, of a deployment that waits: it may pass, with its fencing tokens as JSON. */
  readonly gatePassed: (ticket: string, tokens: string) => string;
  /** The deployment that tells of itself is not the one by which it is on production. */
  readonly anotherDeployment: (ticket: string) => string;
  /** One deployment passes to one place for one start. */
  readonly gateTaken: (ticket: string) => string;
  readonly gateNamesNothing: (ticket: string) => string;
  readonly gateNotAsked: (tickets: readonly string[]) => string;
  /** The configuration does not know its environment. */
  readonly gateElsewhere: (environment: string) => string;
  readonly gateForeign: string;
  readonly gateTooLong: string;
  readonly outsideScope: (needed: readonly Scope[], has: readonly Scope[]) => string;
  /** `needed`: what the command is about; null: all components. */
  readonly outsideComponents: (needed: readonly string[] | null, has: readonly string[]) => string;
  readonly tooMany: (seconds: number) => string;
  readonly busy: string;
  readonly noRelease: (ticket: string) => string;
  readonly noPage: string;
  readonly noLog: string;
  readonly logAway: string;
  readonly temporalAway: string;
  readonly trackerAway: string;
  /** What the checks of a ticket find. */
  readonly cannotTell: (reason: string) => string;
  /** Whether the command was carried out is not known. */
  readonly noAnswer: string;
  readonly notAPerson: (user: string) => string;
  readonly unknownTicket: (ticket: string) => string;
  readonly nothingThere: (path: string) => string;
  readonly wrongMethod: (allowed: string) => string;
  readonly unreadable: string;
  readonly notJson: string;
  readonly tooLarge: (bytes: number) => string;
  /** Of one part of a request: what is wrong with it. */
  readonly invalid: (part: string) => string;
  readonly failed: string;
}
