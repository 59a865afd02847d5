import type { ReleaseSummary } from '../../domain/release/status.ts';
import type { LockMode } from '../../domain/components.ts';
import { code, mention, mentions } from '../mrkdwn.ts';
import { estimateOf } from '../estimates.ts';
import type { EstimateWords } from '../estimates.ts';
import { queueIn } from '../queue-layout.ts';
import type { QueueLanguage } from '../queue-layout.ts';
import type { TextContext } from '../facts.ts';
import { titled } from '../ticket.ts';
import { locale } from './language.ts';
import { stageWords } from './stages.ts';
import { ago, components, endAuthorReason, standing } from './standing.ts';

const estimates: EstimateWords = {
  locale,
  turnIn: (time) => `очередь примерно через ${time} (оценка)`,
  endIn: (time) => `обычно конец примерно через ${time} (оценка)`,
  overdue: 'дольше обычного (оценка)',
};

export const queueLanguage: QueueLanguage = {
  stages: stageWords,
  components,
  ago,
  admin: 'админ',
  hotfix: 'хотфикс',
  shared: 'совместно',
  lacks: (lacking) => `держит блокировку, но ещё ждёт ${lacking}`,
  lasting: (time) => `уже ${time}`,
  waiting: (time) => `ждёт ${time}`,
  frozen: (freeze, around) => `под заморозкой ${endAuthorReason(freeze, around)}`,
  on: (who, touched, stage) => `${who}, ${touched}: ${stage}`,
  estimates,
  silent: (names) => `${names}: сейчас нет ответа, спросите ещё раз через минуту`,
  free: (names) => `Свободно: ${names}`,
  nobody: (component) =>
    component === null
      ? 'Никто ничего не выкатывает и не ждёт.'
      : `${code(component)} никто не выкатывает и не ждёт.`,
  andMore: (count) => `и ещё ${count}`,
};

export const queueText = queueIn(queueLanguage);

const modes: Readonly<Record<LockMode, string>> = { exclusive: 'целиком', shared: 'совместно' };
const claims: Readonly<Record<ReleaseSummary['locks'][number]['state'], string>> = {
  waiting: 'ждёт',
  held: 'держит',
  lost: 'утрачена',
};

export function statusText(release: ReleaseSummary, around: TextContext): string {
  const estimate = estimateOf(release, around, estimates);
  const lines = [
    `${titled(release, around)} ${standing(release, around)}.`,
    `Стадия «${stageWords[release.stage]}» уже ${ago(Date.parse(release.since), around)} · ${components(release.components)} · автор ${release.requester === null ? 'пока неизвестен' : mention(release.requester)}${estimate === null ? '' : ` · ${estimate}`}`,
    release.acceptedBy.length === 0 ? null : `Добро от ${mentions(release.acceptedBy)}`,
    release.admin.user === null ? null : `Админ ${mention(release.admin.user)}`,
    release.locks.length === 0
      ? null
      : `Блокировки: ${release.locks.map(({ component, mode, state }) => `${code(component)} ${modes[mode]}, ${claims[state]}`).join('; ')}`,
  ];
  return lines.filter((text) => text !== null).join('\n');
}
