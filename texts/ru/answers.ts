import { answerIn } from '../answer-words.ts';
import { code, mention, mentions, plain } from '../mrkdwn.ts';
import type { RunnerStatus } from '../../domain/messages/runner.ts';
import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { TextContext } from '../facts.ts';
import { linkedTicket, ticketOf } from '../ticket.ts';
import { differences, passedText } from './events.ts';
import { adminOf, approverOf, goodFrom } from './roles.ts';
import { ago, components, frozenBy, standing } from './standing.ts';
import { typed } from './typed.ts';
import { keyUsed } from './key-used.ts';
import { watch } from './watch.ts';

const it = (release: ReleaseSummary, around: TextContext): string =>
  `${ticketOf(release, around)} ${standing(release, around)}`;

const whyNotYours: Readonly<Record<RunnerStatus, string>> = {
  yours: 'им занят кто-то другой',
  lost: 'слишком долго не было признаков жизни',
  taken: 'его продолжает другой пайплайн',
  unlocked: 'блокировку у него забрали',
  ended: 'он уже не на проде',
  died: 'его процесс завершён в Temporal',
};

export const answerText = answerIn({
  malformed: () => 'Не могу прочитать эту команду, поэтому ничего не изменилось.',
  earlierRelease: (_, release, around) =>
    `Эта кнопка от прошлого релиза ${ticketOf(release, around)}, поэтому ничего не изменилось. Нынешний релиз ${standing(release, around)}.`,
  notApprover: (_, release, around) =>
    `С ${ticketOf(release, around)} это может сделать только ${approverOf(around)}.`,
  notAdmin: (_, release, around) =>
    `С ${ticketOf(release, around)} это может сделать только ${adminOf(around)}.`,
  notRequesterOrAdmin: ({ requester, admin }, release, around) =>
    `С ${ticketOf(release, around)} это может сделать только автор ${mention(requester)} или админ ${admin === null ? '(пока никто)' : mention(admin)}.`,
  notRequesterAdminOrApprover: ({ requester, admin }, release, around) =>
    `С ${ticketOf(release, around)} это может сделать только автор ${mention(requester)}, админ ${admin === null ? '(пока никто)' : mention(admin)} или ${approverOf(around)}.`,
  notRequesterOrApprover: ({ requester }, release, around) =>
    `С ${ticketOf(release, around)} это может сделать только автор ${mention(requester)} или ${approverOf(around)}.`,
  notAsShown: (_, release, around) =>
    `${ticketOf(release, around)} уже не тот, что вы видели, поэтому ничего не изменилось. Посмотрите на него, какой он теперь: он ${standing(release, around)}.`,
  ownRelease: (_, release, around) =>
    `Правило четырёх глаз: ${ticketOf(release, around)} — ваш релиз, поэтому добро даёт другой согласующий: ${mentions(around.approvers)}.`,
  ownOverride: (_, release, around) =>
    `Правило четырёх глаз: ${ticketOf(release, around)} — ваш релиз, поэтому пропустить его может только другой согласующий: ${mentions(around.approvers)}.`,
  alreadyVoted: (_, release, around) =>
    `Ваше добро на ${ticketOf(release, around)} уже есть; осталось получить его от ${goodFrom(release, around)}.`,
  voteNotNeeded: ({ lacking }, release, around) =>
    `Для ${ticketOf(release, around)} осталось получить добро по ${components(lacking)} от ${goodFrom(release, around)}.`,
  alreadyAdmin: (_, release, around) =>
    `Вы уже админ ${ticketOf(release, around)}. Релиз ${standing(release, around)}.`,
  alreadyAsked: ({ requester, since }, release, around) =>
    `Добро на ${ticketOf(release, around)} уже просит ${mention(requester)}. Релиз ${standing(release, around)} (уже ${ago(Date.parse(since), around)}).`,
  keyTaken: ({ key, by, requester }, _, around) =>
    `${plain(key)} входит в релиз ${linkedTicket(by, around)}${requester === null ? '' : `, автор ${mention(requester)}`}, а он ещё не закончен; добро не запрошено.`,
  otherTickets: ({ tickets }, release, around) =>
    `${ticketOf(release, around)} — уже открытый релиз: ${tickets.map(code).join(', ') || code(release.ticket)}. Отменить его: ${typed('cancel', release.ticket)}; потом можно попросить с другими тикетами.`,
  missingReason: ({ command }, release) =>
    `Напишите, почему: ${typed(command, release.ticket, '<причина>')}.`,
  wrongStage: ({ command }, release, around) =>
    `Сейчас не время для ${typed(command)}: ${it(release, around)}.`,
  goodGiven: (_, release, around) =>
    `Добро на ${ticketOf(release, around)} уже есть, от ${mentions(release.acceptedBy)}. Релиз ${standing(release, around)}. Отозвать его можно так: ${typed('cancel', release.ticket)}.`,
  onProduction: (_, release, around) =>
    `${ticketOf(release, around)} уже на проде, отменить его нельзя. Завершит его ${typed('depFinish', release.ticket)} или ${typed('depRollback', release.ticket)}.`,
  locksLost: ({ components: lost }, release) =>
    `Продолжить нельзя: блокировку ${lost.map(code).join(', ')} у него забрали. Завершит его ${typed('depFinish', release.ticket)} или ${typed('depRollback', release.ticket)}.`,
  pipelineRuns: (_, release, around) =>
    `${ticketOf(release, around)} выкатывает другой пайплайн, и он жив. Если он пропадёт, его работу можно продолжить.`,
  notYourPipeline: ({ why }, release, around) =>
    `${ticketOf(release, around)} больше не ваш: ${whyNotYours[why]}. Ничего не изменено.`,
  frozen: ({ component, freeze }, release, around) =>
    `Пока нельзя: ${frozenBy(component, freeze, around)}. Очередь ${ticketOf(release, around)} сохраняется. Согласующий может пропустить релиз: ${typed('override', release.ticket, '<причина>')}.`,
  missingUser: (_, release) => `Кому? ${typed('handover', release.ticket, '@коллега')}`,
  notAPerson: ({ user }, release, around) =>
    `${mention(user)} не может взять ${ticketOf(release, around)}: это может только человек из этого рабочего пространства. Ничего не изменилось.`,
  alreadyRequester: ({ requester }, release, around) =>
    `${mention(requester)} и так автор ${ticketOf(release, around)}.`,
  goodIsTheirs: ({ user }, release, around) =>
    `${ticketOf(release, around)} на проде, и добро на него от ${mention(user)}; по правилу четырёх глаз передать его можно только кому-то другому.`,
  nothingToOverride: (_, release, around) =>
    `Пропускать нечего: ${it(release, around)}. Пропустить можно только через заморозку, без пройденных проверок или без наблюдения.`,
  stillWatched: (_, release, around) => `Выкатка уже завершена: ${it(release, around)}.`,
  alreadyHotfix: (_, release, around) =>
    `${ticketOf(release, around)} уже хотфикс. Релиз ${standing(release, around)}.`,
  componentsUnknown: ({ unknown }, release) =>
    `${unknown === undefined ? `Что затрагивает ${release.ticket}, никто не знает` : `Никто не знает ${components(unknown)} из ${release.ticket}`}, поэтому неясно, кого ему ждать. Автор может указать, что затронуто: ${typed('request', release.ticket, 'компоненты:a,b')}.`,
  checksTooOld: ({ foundAt }, release, around) =>
    `Трекер не отвечает, а ${foundAt === null ? 'проверок ещё не было' : `проверки были ${ago(Date.parse(foundAt), around)} назад, это слишком давно`}: очередь ${ticketOf(release, around)} сохраняется. Попробуйте, когда трекер ответит, или согласующий пропустит релиз: ${typed('override', release.ticket, '<причина>')}.`,
  changedMeanwhile: ({ differences: found }, release, around) =>
    `Не начато: ${ticketOf(release, around)} уже не то, на что дано добро${found.length === 0 ? '' : `: ${differences(found)}`}. Релиз ${standing(release, around)}.`,
  badAlready: ({ found, confirmable }, release, around) => {
    const again = typed('depStart', release.ticket);
    const wayOut = confirmable
      ? `Чтобы всё равно начать, повторите ${again} в течение десяти минут.`
      : `Программа этого не решает: либо всё придёт в норму, либо автор или админ релиза дважды скажет ${again}.`;
    return `Не начато: ещё до ${ticketOf(release, around)} не всё в норме.\n${watch.already(found, around)}\n${wayOut} Релиз за это отвечать не будет.`;
  },
  keyUsed: () => keyUsed,
  rolesUnknown: ({ command }, release) =>
    `Не могу сейчас узнать вашу роль, поэтому ${typed(command, release.ticket)} ничего не меняет. Попробуйте ещё раз через минуту.`,
  done: ({ passed }, release, around) =>
    `Готово. ${it(release, around)}.${passed === undefined ? '' : passedText({ items: [] }, passed)}`,
});
