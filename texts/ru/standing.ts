import { byConfiguration } from '../../domain/lock/freeze.ts';
import type { CalendarSource } from '../../domain/lock/freeze.ts';
import type { FreezeView } from '../../domain/lock/lock-view.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { Stage } from '../../domain/release/stage.ts';
import { duration } from '../../domain/duration.ts';
import { code, escapeAll, link, mention, mentions, plain } from '../mrkdwn.ts';
import { queuePosition } from '../queue-position.ts';
import type { TextContext } from '../facts.ts';
import { readersClock } from '../times.ts';
import { requesterOf } from '../who.ts';
import { locale } from './language.ts';
import { goodFrom } from './roles.ts';
import { typed } from './typed.ts';

export const components = (names: readonly string[]): string =>
  names.map(code).join(', ') || 'без компонентов';

export const ago = (since: number, { now }: TextContext): string => duration(now - since, locale);

/** Who froze what, why, and until when. */
export const frozenBy = (component: string, freeze: FreezeView, around: TextContext): string =>
  `${code(component)} под заморозкой ${endAuthorReason(freeze, around)}`;

/** The same for the freeze that holds a release. */
export const heldBy = (frozen: NonNullable<ReleaseSummary['frozen']>, around: TextContext): string =>
  frozenBy(frozen.component, frozen, around);

/** `до … (…): …`, the rest of a sentence that begins with what is frozen. */
export function endAuthorReason({ by, until, reason, event }: FreezeView, around: TextContext): string {
  const author = by === byConfiguration ? (event ? eventAuthor(event) : 'по конфигурации') : mention(by);
  return `${frozenUntil(until, around)} (${author}): ${event ? link(event.url, reason) : plain(reason)}`;
}

/** `until`: ISO 8601. */
export const frozenUntil = (until: string | null, around: TextContext): string =>
  until === null ? 'до отмены' : `до ${readersClock(Date.parse(until), around, locale)}`;

/** Mentions nobody: an organizer is just a name from the calendar. */
const eventAuthor = ({ calendar, organizer }: CalendarSource): string =>
  `календарь ${escapeAll(calendar)}${organizer === null ? '' : `, автор: ${escapeAll(organizer)}`}`;

/** What a release waits for, or how it ended: the rest of a sentence that begins with its ticket or with «релиз». */
export function standing(release: ReleaseSummary, around: TextContext): string {
  const { ticket } = release;
  const words: Readonly<Record<Stage, () => string>> = {
    checking: () => 'на проверке',
    needs_work: () => `требует доработки: чего не хватает, знает ${requesterOf(release)}`,
    awaiting_approval: () => `ждёт добро от ${goodFrom(release, around)}`,
    queued: () => waitForLock(release, around),
    awaiting_admin: () => `ждёт админа: ${mentions(around.admins)}`,
    ready: () => `ждёт старта: ${requesterOf(release)} может начинать, ${typed('depStart', ticket)}`,
    deploying: () =>
      `на проде уже ${ago(Date.parse(release.since), around)}${pipelineGone(release)}; завершит его ${typed('depFinish', ticket)} или ${typed('depRollback', ticket)}`,
    watching: () =>
      `на проде и держит блокировки, до конца наблюдения, и пока показатели не в норме (покажет ${typed('status', ticket)}); откат: ${typed('depRollback', ticket)}, согласующий может пропустить: ${typed('override', ticket, '<причина>')}`,
    finished: () => 'завершён',
    rejected: () => 'отклонён',
    rolled_back: () => 'откачен',
    cancelled: () => 'отменён',
    expired: () => 'просрочен',
  };
  const { frozen } = release;
  const held = frozen === null ? '' : ` (${heldBy(frozen, around)})`;
  return `${words[release.stage]()}${held}`;
}

const pipelineGone = ({ ticket, waitingFor }: ReleaseSummary): string =>
  waitingFor === 'pipeline' ? `, но пайплайн пропал: продолжит его ${code(`dobrobot run ${ticket}`)}` : '';

/** Its position, who is ahead, and what they are doing. */
function waitForLock(release: ReleaseSummary, around: TextContext): string {
  const place = queuePosition(release, around);
  if (place === null) return 'вот-вот дождётся очереди';
  const { component, position, holders, ahead } = place;
  if (position === null) return `ждёт очереди на ${code(component)}`;
  const reasons = [
    ...holders.map(({ ticket, started }) => `${ticket} ${started ? 'на проде' : 'держит блокировку'}`),
    ...ahead.map((ticket) => `${ticket} ждёт`),
  ].join(', ');
  return `в очереди на ${code(component)}, место ${position}${reasons === '' ? '' : ` (${reasons})`}`;
}
