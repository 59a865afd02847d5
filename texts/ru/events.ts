/** Present tense throughout: the past tense would require the gender of a person. */
import type { EventFacts, Passed } from '../../domain/release/events.ts';
import type { ReminderKind } from '../../domain/release/stage.ts';
import { settledIn } from '../settled.ts';
import type { Sign } from '../../domain/settings.ts';
import { differencesIn } from '../differences.ts';
import { withOrigin, wordEvent } from '../event-words.ts';
import { logWords } from './log-words.ts';
import type { EventWords } from '../event-words.ts';
import { code, escapeAll, link, mention, mentions, plain } from '../mrkdwn.ts';
import type { ReleaseFacts, TextContext } from '../facts.ts';
import type { Texts } from '../texts.ts';
import { linkedTicket, ticketOf, titled } from '../ticket.ts';
import { requesterOf } from '../who.ts';
import { goodFrom, tally } from './roles.ts';
import { itemsText, judgedText } from '../items.ts';
import { missingReason } from '../signs.ts';
import { itemWords, signNames, signWords } from './signs.ts';
import { ago, components, standing } from './standing.ts';
import { typed } from './typed.ts';
import { watch } from './watch.ts';

/** `PAY-1 Title (автор @dan)`; without the author if the actor is the requester. */
const authored = (release: ReleaseFacts, around: TextContext, actor = ''): string =>
  release.requester === actor
    ? titled(release, around)
    : `${titled(release, around)} (автор ${requesterOf(release)})`;

/** `: …`, if a reason was given. */
const because = (reason: string | null): string => (reason === null ? '' : `: ${plain(reason)}`);

const passes = {
  freeze: 'через заморозку',
  checks: 'без проверок',
  charts: 'без наблюдения',
} as const;
/** What the actor said along with the command. */
const quote = (reason?: string): string => (reason === undefined ? '' : ` «${plain(reason)}»`);

/** Without an actor, a reset coordinator did not know the grant. */
const taker = (actor: string): string => `${actor === '' ? 'Сброс в Temporal' : mention(actor)} забирает`;

const canceller = (actor: string): string => `${actor === '' ? 'Temporal' : mention(actor)} отменяет`;

/** What an approver needs for a decision. */
function options(release: ReleaseFacts): string {
  const parts = [
    components(release.components),
    release.priority === 'hotfix' ? '*хотфикс*' : null,
    release.noNeedAdmin || !release.admin.needed ? 'админ не нужен' : null,
    release.leftOut.length === 0 ? null : `*не указано* ${components(release.leftOut)}`,
    release.wikiLink === null ? null : link(release.wikiLink, signNames.releaseDocs),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** The details of what is released, if they say more than the title. */
function details({ items }: ReleaseFacts): string {
  const text = itemsText(items, itemWords);
  return text === '' ? '' : `\n${text}`;
}

/** What has to be approved anew, as it is now. */
const toJudgeAnew = (release: ReleaseFacts): string =>
  release.stage === 'awaiting_approval' ? `\n${options(release)}${details(release)}` : '';

/** A reminder replaces the previous message, so it repeats what that said. */
const toJudgeBy = (release: ReleaseFacts, reminder: ReminderKind): string =>
  reminder === 'approvers' ? `\n${options(release)}${details(release)}` : '';

const goAhead = ({ ticket }: ReleaseFacts): string =>
  `${typed('depStart', ticket)}, когда начнёте, ${typed('depFinish', ticket)}, когда закончите.`;

const judge = ({ ticket }: ReleaseFacts): string =>
  `${typed('accept', ticket)} даёт добро, ${typed('reject', ticket, '<причина>')} отклоняет.`;

/** Who asks for approval, of what. */
export const asking = (release: ReleaseFacts, around: TextContext): string =>
  `${requesterOf(release)} просит добро на ${titled(release, around)}`;

/** The announcement of a release; `standing` is its status. */
export const announcementOf = (release: ReleaseFacts, around: TextContext, standing = ''): string =>
  `${asking(release, around)}${standing === '' ? '' : `: ${standing}`}\n${options(release)}${details(release)}\n${goodFrom(release, around)}: ${judge(release)}`;

const announcements: EventWords = {
  checksPassed: (release, _, around) => announcementOf(release, around),
  voted: (release, facts, around, actor) =>
    `${mention(actor)} даёт добро на ${authored(release, around, actor)}: ${tally(facts.approvals)}. Осталось получить его от ${mentions(around.approvers)}.${quote(facts.reason)}`,
  votesVoided: (release, facts, around) =>
    `Добро от ${mentions(facts.voters)} на ${titled(release, around)} больше не действует: ${lossOf(facts)}.`,
  accepted: (release, facts, around, actor) =>
    `${mention(actor)} даёт добро на ${authored(release, around, actor)}.${quote(facts.reason)}`,
  rejected: (release, { reason }, around, actor) =>
    `${mention(actor)} отклоняет ${authored(release, around, actor)}${because(reason)}`,
  turnCame: (release, { adminNeeded }, around) =>
    adminNeeded
      ? `Подошла очередь ${titled(release, around)}. ${mentions(around.admins)}, кто будет админом? ${typed('adminHere', release.ticket)}`
      : `Подошла очередь ${titled(release, around)}. ${requesterOf(release)}: ${goAhead(release)}`,
  turnLost: (release, facts, around) =>
    facts.onProduction === null
      ? `${titled(release, around)} не начат вовремя, а другие ждут ${components(facts.components)}; он снова в очереди, последним среди равных по приоритету. ${requesterOf(release)}`
      : `${titled(release, around)} снова ждёт, на прежнем месте: ${linkedTicket(facts.onProduction, around)} уже на проде, и после смены настроек ему нужна блокировка ${components(facts.components)}. ${requesterOf(release)}`,
  adminFound: (release, facts, around, actor) =>
    `${mention(actor)} теперь админ ${titled(release, around)}${facts.before === null ? '' : ` вместо ${mention(facts.before)}`}.${facts.ready ? ` ${requesterOf(release)}: ${goAhead(release)}` : ''}${quote(facts.reason)}`,
  started: (release, facts, around, actor) =>
    `${mention(actor)} начинает выкатку ${titled(release, around)}, ${components(facts.components)}: релиз идёт на прод.${watch.atStart(facts.badAlready)}${quote(facts.reason)}`,
  lockLost: (release, { component, reason, deploying }, around, actor) =>
    `${taker(actor)} блокировку ${code(component)} у ${titled(release, around)}, ${deploying ? 'а он на проде: теперь её могут взять другие' : 'до следующей очереди ему нужно новое добро'}${because(reason)}`,
  rebuilt: (release, facts, around) =>
    `${titled(release, around)} снова открыт: Temporal его потерял, а по журналу он на проде${facts.components.length === 0 ? '' : `, с блокировкой ${components(facts.components)}`}. ${requesterOf(release)}: завершит ${typed('depFinish', release.ticket)} или ${typed('depRollback', release.ticket)}.`,
  pipelineLost: (release, { afterSeconds }, around) =>
    `Пайплайн, который выкатывает ${titled(release, around)}, пропал: ${afterSeconds} с без признаков жизни. Блокировка остаётся за релизом; продолжит его ${code(`dobrobot run ${release.ticket}`)}.`,
  pipelineTaken: (release, { back }, around, actor) =>
    back
      ? `Пайплайн, который выкатывает ${titled(release, around)}, снова на связи.`
      : `${mention(actor)} продолжает выкатку ${titled(release, around)}: теперь её ведёт другой пайплайн.`,
  deployed: (release, facts, around, actor) =>
    `${mention(actor)} завершает выкатку ${titled(release, around)}. Блокировки остаются до конца наблюдения, и пока показатели не в норме; покажет ${typed('status', release.ticket)}.${quote(facts.reason)}`,
  finished: (release, facts, around, actor) =>
    actor === ''
      ? `Показатели ${titled(release, around)} в норме: релиз готов.`
      : `${mention(actor)} завершает выкатку ${titled(release, around)}: релиз готов.${quote(facts.reason)}`,
  rolledBack: (release, { reason }, around, actor) =>
    `${mention(actor)} откатывает ${titled(release, around)}${because(reason)}`,
  handedOver: (release, { from, to, goodVoided }, around, actor) =>
    `${mention(actor)} передаёт ${titled(release, around)} от ${mention(from)} к ${mention(to)}.${goodVoided ? ` Добро было от ${mention(to)}, поэтому нужно новое: ${mentions(around.approvers)}` : ''}`,
  overridden: (release, { reason, what, ...passed }, around, actor) =>
    `${mention(actor)} пропускает ${authored(release, around, actor)} ${passes[what]}: ${plain(reason)}${passedText(release, passed)}`,
  madeHotfix: (release, { reason }, around, actor) =>
    `${mention(actor)} делает хотфиксом ${authored(release, around, actor)}, он обходит тех, кто ждёт: ${plain(reason)}`,
  cancelled: (release, { reason }, around, actor) =>
    `${canceller(actor)} ${authored(release, around, actor)}${because(reason)}`,
  expired: (release, _, around) => `${authored(release, around)} просрочен: никто им не занимается.`,
};

export const differences = differencesIn({
  ...signNames,
  components: 'компоненты',
  leftOut: 'не указано',
  locks: 'блокировки',
  approvals: 'сколько добро нужно',
  url: 'адрес',
});

/** Why the votes are void. Details of failed checks are only for voters and the requester. */
function lossOf({ cause, differences: found }: EventFacts['votesVoided'], privately = false): string {
  if (cause === 'failed' && (!privately || found.length === 0)) return 'проверки больше не проходят';
  return found.length === 0 ? 'проверки тогда не запустились' : `в релизе изменилось: ${differences(found)}`;
}

const leftOutOf = (name: string): string => `в тикете есть ${code(name)}, а в \`компоненты:\` его нет`;

/** `ticket`: the one it concerns if there are several, else null. */
const lacks = ({ items }: Pick<ReleaseFacts, 'items'>, sign: Sign, ticket: string | null = null): string =>
  escapeAll(missingReason(sign, ticket, items, signWords));

/** What an override let pass, one line each; empty if nothing. */
export function passedText(
  release: Pick<ReleaseFacts, 'items'>,
  { missingSigns, leftOut, toJudge }: Passed,
): string {
  const lines = [...missingSigns.map((sign) => lacks(release, sign)), ...leftOut.map(leftOutOf)];
  return [...lines.map((line) => `• ${line}`), judgedText(toJudge, itemWords)]
    .filter((line) => line !== '')
    .map((line) => `\n${line}`)
    .join('');
}

function problems(
  release: Pick<ReleaseFacts, 'ticket' | 'items'>,
  facts: EventFacts['checksFailed'],
): string {
  const lines = [
    ...(facts.missingOf?.flatMap(({ ticket, signs }) =>
      signs.map((sign) => `${code(ticket)}: ${lacks(release, sign, ticket)}`),
    ) ?? facts.missingSigns.map((sign) => lacks(release, sign))),
    ...facts.leftOut.map(leftOutOf),
    ...facts.unknownComponents.map((name) => `нет компонента ${code(name)}`),
    ...(facts.noComponent
      ? [
          `не указан ни один компонент, который я знаю; укажите: ${typed('request', release.ticket, 'компоненты:a,b')}`,
        ]
      : []),
  ];
  return lines.map((line) => `• ${line}`).join('\n');
}

export const lacking: Texts['lacking'] = ({ ticket, problems: found }) =>
  found
    ? `${problems({ ticket, items: [] }, found)}\nИсправьте и напишите ${typed('recheck', ticket)}.`
    : null;

const personal: EventWords = {
  keyTaken: (_, { key, by, requester }, around) =>
    `Добро не запрошено: ${plain(key)} входит в релиз ${linkedTicket(by, around)}${requester === null ? '' : `, автор ${mention(requester)}`}, а он ещё не закончен. Где он, покажет ${typed('status', by)}.`,
  ticketUnknown: (release, { ticket }, around) =>
    `Трекер не знает тикета ${linkedTicket(ticket, around)}. Проверьте ключ и попросите ещё раз: ${typed('request', release.tickets.join(' '))}.`,
  checksUnavailable: (release, { message }, around) =>
    `Не могу сейчас проверить ${ticketOf(release, around)}: ${message === null ? 'трекер не отвечает' : escapeAll(message)}\nПробую дальше, ничего не потеряется.`,
  checksFailed: (release, facts, around) =>
    `Просить добро на ${titled(release, around)} пока рано:\n${problems(release, facts)}\nИсправьте и напишите ${typed('recheck', release.ticket)}.`,
  checksPassed: (release, _, around) =>
    `${requesterOf(release)} просит ваше добро: ${titled(release, around)}\n${options(release)}${details(release)}\n${judge(release)}`,
  rechecked: (release, { change }, around) =>
    `${titled(release, around)} проходит проверки${change === null ? '' : `; были компоненты ${components(change.componentsBefore)}, теперь ${components(change.components)}`}. Релиз ${standing(release, around)}.`,
  rejected: (release, { reason }, around, actor) =>
    `${mention(actor)} отклоняет ${titled(release, around)}${because(reason)}`,
  turnCame: (release, { adminNeeded }, around) =>
    adminNeeded
      ? `Для ${authored(release, around)} нужен админ: ${options(release)}\nНапишите ${typed('adminHere', release.ticket)}, если это вы.`
      : `Ваша очередь, ${titled(release, around)}: ${goAhead(release)}`,
  turnLost: (release, facts, around) =>
    facts.onProduction === null
      ? `${titled(release, around)} теряет очередь на ${components(facts.components)}: он не начат, а другие ждут. Он снова в очереди; когда она подойдёт, я сообщу.`
      : `${titled(release, around)} снова ждёт, на прежнем месте: ${linkedTicket(facts.onProduction, around)} уже на проде, и после смены настроек ему нужна блокировка ${components(facts.components)}. Когда очередь подойдёт, я сообщу.`,
  adminFound: (release, _, around, actor) =>
    `${mention(actor)} теперь админ ${titled(release, around)}. Ваша очередь: ${goAhead(release)}`,
  votesVoided: (release, facts, around) =>
    `Добро от ${mentions(facts.voters)} на ${titled(release, around)} больше не действует: ${lossOf(facts, true)}. Релиз ${standing(release, around)}.${toJudgeAnew(release)}`,
  handedOver: (release, { to, goodVoided }, around, actor) =>
    `${mention(actor)} передаёт ${titled(release, around)}, новый автор ${mention(to)}. Релиз ${standing(release, around)}.${goodVoided ? toJudgeAnew(release) : ''}`,
  overridden: (release, { reason }, around, actor) =>
    `${mention(actor)} пропускает ${titled(release, around)}: ${plain(reason)}\nРелиз ${standing(release, around)}.`,
  madeHotfix: (release, { reason }, around, actor) =>
    `${mention(actor)} делает хотфиксом ${titled(release, around)}: ${plain(reason)}\nРелиз ${standing(release, around)}.`,
  lockLost: (release, { component, reason, deploying }, around, actor) =>
    deploying
      ? `${taker(actor)} блокировку ${code(component)} у ${titled(release, around)}, а он на проде${because(reason)}\nТеперь её могут взять другие. Ваш релиз по-прежнему завершит ${typed('depFinish', release.ticket)} или ${typed('depRollback', release.ticket)}.`
      : `${taker(actor)} блокировку ${code(component)} у ${titled(release, around)}${because(reason)}\nДо следующей очереди нужно новое добро.${toJudgeAnew(release)}`,
  pipelineLost: (release, { afterSeconds }, around) =>
    `Пайплайн, который выкатывает ${titled(release, around)}, пропал: ${afterSeconds} с без признаков жизни. Никто не знает, что он успел, поэтому блокировка остаётся за релизом. Продолжит его ${code(`dobrobot run ${release.ticket}`)}; завершит ${typed('depFinish', release.ticket)} или ${typed('depRollback', release.ticket)}.`,
  overtaken: (release, { component, by }, around) =>
    `Хотфикс ${linkedTicket(by, around)} обходит ${titled(release, around)} в очереди на ${code(component)}.`,
  cancelled: (release, { reason }, around, actor) =>
    `${canceller(actor)} ${titled(release, around)}${because(reason)}`,
  expiryNear: (release, _, around) =>
    `${titled(release, around)} будет просрочен в течение суток: никто им не занимается. ${typed('recheck', release.ticket)} сохранит его, ${typed('cancel', release.ticket)} отменит.`,
  expired: (release, _, around) =>
    `${titled(release, around)} просрочен. Если он ещё нужен, попросите снова: ${typed('request', release.ticket)}.`,
  nudged: (release, { waitingSince, reminder }, around) =>
    `${titled(release, around)} ${standing(release, around)} (уже ${ago(waitingSince, around)}).${toJudgeBy(release, reminder)}`,
  escalated: (release, { waitingSince }, around) =>
    `${authored(release, around)} стоит уже ${ago(waitingSince, around)}: релиз ${standing(release, around)}. Сможете помочь?`,
};

export const announcement: Texts['announcement'] = (release, event, around) =>
  withOrigin(wordEvent(announcements, release, event, around), event, logWords);

export const personalText: Texts['personal'] = (release, event, around) =>
  wordEvent(personal, release, event, around) ?? `${titled(release, around)} ${standing(release, around)}.`;

/** Only says what happened, because the public texts mention people. */
const settledWords: EventWords = {
  ...announcements,
  requested: (release, _, around, actor) =>
    `${mention(actor)} снова просит добро на ${titled(release, around)}.`,
  checksPassed: (release, _, around) => `${titled(release, around)} проходит проверки.`,
  checksFailed: (release, _, around) => `${titled(release, around)} не проходит проверки.`,
  voted: (release, facts, around, actor) =>
    `${mention(actor)} даёт добро на ${titled(release, around)}: ${tally(facts.approvals)}.`,
  turnCame: (release, _, around) => `Подошла очередь ${titled(release, around)}.`,
  turnLost: (release, facts, around) =>
    `${titled(release, around)} теряет очередь на ${components(facts.components)}.`,
  adminFound: (release, _, around, actor) => `${mention(actor)} теперь админ ${titled(release, around)}.`,
  handedOver: (release, { to }, around, actor) =>
    `${mention(actor)} передаёт ${titled(release, around)}, новый автор ${mention(to)}.`,
};

export const settledText: Texts['settled'] = settledIn(
  settledWords,
  (release, around) => `${titled(release, around)} ${standing(release, around)}.`,
);

export const askedAnew: Texts['askedAnew'] = (release, around) =>
  release.stage !== 'awaiting_approval'
    ? `${titled(release, around)} ${standing(release, around)}.`
    : `${titled(release, around)} уже не тот, что был. ${requesterOf(release)} просит ваше добро на то, что есть теперь:\n${options(release)}${details(release)}\n${judge(release)}`;
