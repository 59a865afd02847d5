import type { DeployStep } from '../../domain/hooks/hook-event.ts';
import { lacksKey } from '../../domain/encryption-variable.ts';
import type { ChannelTrouble } from '../../domain/trouble.ts';
import { code, escapeAll, mention } from '../mrkdwn.ts';
import type { SetupTexts } from '../setup.ts';
import { and } from './language.ts';

const channelTrouble: Readonly<Record<ChannelTrouble, (channel: string) => string>> = {
  channel_not_found: (channel) => `не вижу канала ${channel}`,
  is_archived: (channel) => `канал ${channel} в архиве`,
  not_in_channel: (channel) => `меня нет в канале ${channel}`,
  restricted_action: (channel) => `канал ${channel} не даёт мне писать`,
  missing_scope: (channel) => `приложению не хватает прав для канала ${channel}`,
};

const deployStep: Readonly<Record<DeployStep, string>> = {
  started: 'началась',
  succeeded: 'удалась',
  failed: 'не удалась',
};

export const setup: SetupTexts = {
  unannounced: (what, channel, reason) =>
    `${code(what)}: объявления нет, потому что ${channelTrouble[reason](code(channel))}. Всё остальное идёт своим чередом; объявление появится, как только администратор бота это исправит.`,
  elsewhere: (what, channel, reason) =>
    `${code(what)}: объявление есть в канале релизов, но не везде: ${channelTrouble[reason](code(channel))}. Всё остальное идёт своим чередом; администраторам бота об этом сообщено.`,
  trouble: (trouble) => {
    switch (trouble.type) {
      case 'channel': {
        const why = channelTrouble[trouble.reason](code(trouble.channel));
        const { components } = trouble;
        if (components === undefined)
          return `Объявлений нет: ${why}. Пожалуйста, пригласите меня в канал или укажите другой в ${code('slack.releaseChannel')}.`;
        return `Объявления о ${and(components.map(code))} идут в общий канал релизов: ${why}. Пожалуйста, пригласите меня в канал или укажите другой в ${and(components.map((name) => code(`components.${name}.channel`)))}.`;
      }
      case 'scopes':
        return `Приложению не хватает прав: ${and(trouble.missing.map(code))}. Пожалуйста, обновите его по ${code('slack-manifest.yaml')} и установите заново.`;
      case 'person':
        return `В ${code(trouble.where)} указан ${mention(trouble.user)} (${code(trouble.user)}), но такого живого человека здесь нет. Пожалуйста, исправьте настройки.`;
      case 'group':
        return `В ${code(trouble.where)} указана группа ${code(trouble.group)}, но в ней никого не видно. Пожалуйста, исправьте группу или настройки.`;
      case 'credential':
        return `Трекер ${code(trouble.tracker)} не читается, и релизы его тикетов ждут на проверке: ${escapeAll(trouble.reason)}. Как только это исправлено, они идут дальше сами.`;
      case 'writeBack':
        return `В ${code(trouble.ticket)} трекера ${code(trouble.tracker)} нет записи о релизе: ${escapeAll(trouble.reason)}. Релиз идёт дальше. Пожалуйста, исправьте это или ${code('writeBack')} трекера в настройках; пропущенное не повторяется.`;
      case 'hook': {
        const what = trouble.ticket === null ? trouble.components.map(code).join(', ') : code(trouble.ticket);
        return `:warning: ${code(trouble.hook)} сообщает: выкладка ${what} ${deployStep[trouble.step]}. Я это не отметил: ${escapeAll(trouble.reason)}`;
      }
      case 'configuration':
        return `Конфигурация ${code(trouble.place)} не годится, поэтому действует прежняя: ${escapeAll(trouble.reason)}. Пожалуйста, исправьте её; ${code('dobrobot config check')} скажет, всё ли в порядке.`;
      case 'lockStays': {
        const lock = code(trouble.component);
        const why = {
          gone: `Компонента ${lock} больше нет в конфигурации`,
          uncritical: `Компонент ${lock} больше не критичный`,
          renamed: `Компонент ${lock} теперь называется ${and(trouble.now.map(code))}`,
          nameLeftOut: `Компонент ${lock} теперь называется ${and(trouble.now.map(code))} (в конфигурации этого больше нет)`,
        };
        const meanwhile =
          trouble.why === 'gone'
            ? `Те, кто её держит или ждёт, заканчивают как раньше. Если у компонента просто другое имя, пожалуйста, укажите там: ${code(`renamedFrom: ${trouble.component}`)}.`
            : `До тех пор релизы ${trouble.now.length > 0 ? and(trouble.now.map(code)) : 'этого компонента'} берут и эту блокировку.`;
        return `${why[trouble.why]}, но его блокировку держат, ждут или заморозили, поэтому она остаётся, пока не станет никому не нужна. ${meanwhile} Кто это, показывает ${code(`queue ${trouble.component}`)}.`;
      }
      case 'sharedPart':
        return `${and(trouble.tickets.map(code))} одновременно в проде, и оба затрагивают ${code(trouble.component)}: так говорит конфигурация с тех пор, как они там. Никто другой не начинает, пока оба не закончены. Пожалуйста, пусть их авторы договорятся, кто продолжает, или откатите один из них.`;
      case 'failingTasks': {
        const { workflowIds, count, reason } = trouble;
        const others = count > workflowIds.length ? [`ещё ${count - workflowIds.length}`] : [];
        const stuck = and([...workflowIds.map(code), ...others]);
        const why = reason === null ? '' : `: ${escapeAll(reason)}`;
        const what = `:warning: Не идёт дальше: ${stuck}. Шаг процесса снова и снова завершается ошибкой${why}`;
        if (lacksKey(reason))
          return `${what} Дайте этот ключ всем процессам: дальше всё идёт само, и ничего не потеряно. Ничего не прерывайте.`;
        return `${what}. Чаще всего дело в другой версии программы: с прежней версией или с исправленной всё идёт дальше само, и ничего не потеряно. Иначе прервите процесс в Temporal (${code(`temporal workflow terminate --workflow-id ${workflowIds[0] ?? ''}`)}), сначала релизы, потом блокировки. Блокировка появляется снова за полминуты и спрашивает открытые релизы, что они держат. Прерванный релиз закончен: его можно запросить заново, а его блокировка на проде остаётся, пока её не снимут: ${code('разблокировать')}.`;
      }
      case 'pages':
        return `Страницы ${code(trouble.pages)} не читаются, и релизы, которым они нужны, ждут на проверке: ${escapeAll(trouble.reason)}. Как только это исправлено, они идут дальше сами.`;
    }
  },
};
