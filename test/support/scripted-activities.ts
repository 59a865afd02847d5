import { CompleteAsyncError } from '@temporalio/activity';
import type { CheckReport, ReleaseScope } from '../../domain/release/check-report.ts';
import type { Heritage } from '../../domain/lock/rebuild.ts';
import { noSettings } from '../../domain/lock/lock-settings.ts';
import type { ReleaseRules } from '../../domain/settings.ts';
import type { Activities } from '../../domain/messages/activities.ts';
import { noNumbers } from '../../domain/release/numbers.ts';
import type { EventRow } from '../../domain/log/event-row.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import type { WatchSeen } from '../../domain/messages/watch.ts';
import type { CheckState, WatchEvent, WatchState } from '../../domain/watch/watch.ts';

const hour = 3_600_000;
const minute = 60_000;
const reminder = { afterMs: 15 * minute, everyMs: 30 * minute, escalateAfterMs: null, escalateTo: [] };

/** The default rules, in Berlin. */
export const rules: ReleaseRules = {
  calendar: { timezone: 'Europe/Berlin', days: [1, 2, 3, 4, 5], fromMinute: 600, toMinute: 1140 },
  selfAccept: false,
  expireAfterMs: 14 * 24 * hour,
  checkedWithinMs: 3_600_000,
  holdForMs: hour,
  reminders: {
    approvers: { ...reminder, escalateAfterMs: 2 * hour, escalateTo: ['U_BOSS'] },
    admins: { ...reminder, afterMs: 5 * minute, everyMs: 10 * minute },
    requester: reminder,
    deploying: { ...reminder, afterMs: hour },
  },
};

export interface Script {
  readonly rules?: ReleaseRules;
  readonly scope?: ReleaseScope;
  /** Replaces the report that all is well; null keeps it. */
  readonly report?: () => CheckReport | null;
  readonly heritage?: Heritage;
  /** Whether there is a log. */
  readonly recorded?: boolean;
  /** Overrides activities. */
  readonly instead?: Partial<Activities>;
}

const plain: ReleaseScope = {
  components: ['app'],
  unknownComponents: [],
  leftOut: [],
  locks: [],
  adminNeeded: false,
  approvals: [{ component: 'app', needed: 1 }],
};

/** The scope of a release of something critical. */
export const criticalScope = (component: string): ReleaseScope => ({
  ...plain,
  components: [component],
  locks: [{ component, mode: 'exclusive' }],
  approvals: [{ component, needed: 1 }],
});

/** A check turns bad, cannot be read, is readable, is well again; then the watch has passed. */
export function seenAfter(state: WatchState): WatchSeen {
  const step = (state.lookedAt ?? 0) + 1;
  const found = { at: step, value: 3, limit: 2, named: [] };
  const [before] = state.checks;
  const check = before?.id ?? '';
  const blind = { why: 'empty', detail: null, since: step } as const;
  const all: readonly (readonly [WatchEvent, Partial<CheckState>])[] = [
    [
      { type: 'bad', check, found },
      { bad: found, last: found },
    ],
    [{ type: 'blind', check, blind }, { blind: { ...blind, told: true } }],
    [{ type: 'sees', check, found }, { blind: null }],
    [{ type: 'well', check, found: { ...found, value: 1 } }, { bad: null }],
    [{ type: 'passed' }, {}],
  ];
  const [news, changed] = all[step - 1] ?? [{ type: 'left' } as const, {}];
  return {
    state: { ...state, lookedAt: step, checks: state.checks.map((one) => ({ ...one, ...changed })) },
    news: [news],
  };
}

/** The world as a test wants it: everyone has every role, every ticket passes, and the notices for Slack are kept in `told`. */
export function scriptedActivities(script: Script, told: Notice[], rows: EventRow[] = []): Activities {
  const { scope = plain } = script;
  const seen = { ticket: 'T-1', comment: 'c' };
  let looks = 0;
  return {
    openRelease: () =>
      Promise.resolve({
        earlier: null,
        rules: script.rules ?? rules,
        recorded: script.recorded ?? false,
        numbered: false,
        heldBy: null,
      }),
    keyHolder: () => Promise.resolve(null),
    passOn: () => Promise.resolve(null),
    checkTicket: ({ subject: { id: ticket } }) =>
      Promise.resolve(
        script.report?.() ?? {
          outcome: 'checked',
          title: `Title of ${ticket}`,
          url: `https://t.example.com/${ticket}`,
          missingSigns: [],
          evidence: {},
          scope,
          rules: script.rules ?? rules,
        },
      ),
    awaitRunner: () => Promise.reject(new CompleteAsyncError()),
    watchRelease: ({ state }) => Promise.resolve(seenAfter(state)),
    tellOfWatch: () => Promise.resolve(),
    showWatch: () => Promise.resolve(),
    drawWatch: () => Promise.resolve(),
    inheritNumbers: () => Promise.resolve(noNumbers),
    startNumbered: () => Promise.resolve(true),
    releaseOfPage: () => Promise.resolve(null),
    lookUpRoles: ({ components }) => Promise.resolve({ approver: true, approves: components, admin: true }),
    lookUpAsker: () => Promise.resolve({ approver: false, admin: false, own: { waiting: [], releases: [] } }),
    lookUpClaim: () => Promise.resolve(null),
    lookUpLockRoles: () => Promise.resolve({ general: true, here: true }),
    deliverNotices: (notices) => {
      told.push(...notices);
      return Promise.resolve({ cardPlace: null, left: [], asked: [] });
    },
    tellAdmins: () => Promise.resolve(),
    tellOfAlerts: () => Promise.resolve(),
    recheckRelease: () => Promise.resolve(),
    lookAtGate: () => {
      looks += 1;
      return Promise.resolve({ ...seen, key: String(looks), state: looks === 1 ? 'waits' : 'turn' });
    },
    startAtGate: () => Promise.resolve({ ...seen, key: 'started', state: 'started' }),
    answerGate: () => Promise.resolve(),
    recordEvents: (batch) => {
      rows.push(...batch);
      return Promise.resolve();
    },
    answerQuestion: () => Promise.resolve(),
    offerBack: () => Promise.resolve(),
    deliverOutside: () => Promise.resolve(),
    planWriteBack: () => Promise.resolve([{ kind: 'comment' }]),
    takeWriteBackStep: () => Promise.resolve(),
    tellOfWriteBack: () => Promise.resolve(),
    postDigest: () => Promise.resolve(),
    unfurlLinks: () => Promise.resolve(),
    publishHome: () => Promise.resolve(true),
    keepPreference: () => Promise.resolve(null),
    answerPreference: () => Promise.resolve(),
    claimWelcome: () => Promise.resolve(true),
    welcomePerson: () => Promise.resolve(),
    welcomeChannel: () => Promise.resolve(),
    releasesToAsk: () => Promise.resolve([]),
    inheritLock: () =>
      Promise.resolve(
        script.heritage ?? { orphans: [], freezes: [], unlocked: [], unheard: [], settings: noSettings },
      ),
    ...script.instead,
  };
}
