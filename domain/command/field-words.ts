/** What people in this field say instead of a command's own word. In lower case and with `е` for `ё`, as typed words are compared. */
import type { CommandType } from './commands.ts';

type Words = Partial<Readonly<Record<CommandType, string>>>;

/** Words that mean their command. */
export const meant: Words = {
  request:
    'release, releasing, ship, shipping, need the good, get the good, ask for the good, need approval, need an approval, get approval, нужно добро, дайте добро, нужно согласование, релизить, релизим, релизь, зарелизить, зарелизим, зарелизь, релизнуть, релизни, выпустить, выпускаем, выпускай, выпусти, прошу добро, дай добро, получить добро, получить согласование, нужен релиз, шип, шипим',
  recheck: 'check, check again, перепроверь, перепроверить еще раз, проверь еще раз',
  accept:
    'approve, approved, approving, accepted, accepting, good, good to go, lgtm, ok, okay, okey, +1, looks good, looks good to me, all good, looks ok, одобряю, одобрено, одобрен, одобри, одобрил, одобрила, согласовано, согласован, согласовать, согласовываю, согласую, согласен, согласна, принимаю, принят, прими, принял, приняла, ок, окей, окэй, хорошо, годится, норм, пойдет, апрув, апрувлю, апрувнуть, аппрув, лгтм, даю добро, добро даю',
  reject: 'отклоняю, отклони, отклонено',
  adminHere: 'i am here, im here, i am the admin, i am admin, я здесь, я тут, я админ, на месте',
  depStart:
    'start, started, starting, starts, go, go ahead, lets go, deploy, deploying, roll out, rollout, deploy start, начинаю, начинай, начинаем, начали, начал, начала, стартую, стартуем, стартуй, стартовать, стартанул, поехали, погнали, запускаю, запускай, запускаем, запустить, запусти, деплой, деплою, деплоим, деплоить, деплойте, задеплоить, выкатываю, выкатываем, выкатывай, выкатить, выкати, катим, качу, кати, катить, раскатываю, раскатываем, раскатить',
  depFinish:
    'finish, finished, finishing, done, all done, complete, completed, deploy finish, deploy done, закончил, закончила, закончили, закончено, закончен, закончить, заканчиваю, заканчивай, завершил, завершила, завершили, завершено, завершен, завершить, завершаю, завершай, финишировал, финишируем, сделано, сделал, сделала, сделали, все готово, выкатил, выкатила, выкатили, задеплоил, задеплоила, задеплоили, раскатил, раскатили',
  depRollback:
    'rollback, rolled back, rolling back, revert, reverted, reverting, deploy rollback, откатил, откатила, откатили, откатываю, откатываем, откатывай, откати, откатите, ревертнуть, ревертнул, реверт, ролбек, ролбэк, роллбек, роллбэк',
  cancel: 'отмени, отменяю, отменяем, отмените',
  handover: 'hand off, handing over, передаю, передаем, передайте',
  override: 'пропусти',
  freeze: 'заморозь, заморозьте, замораживаю, замораживаем, заморозка, фриз, фризим',
  unfreeze: 'разморозь, разморозьте, размораживаю, размораживаем, анфриз',
  unlock: 'разблокируй, разблокируйте, разблокирую, анлок',
  queue:
    'the queue, who is in the queue, whos in the queue, whats the queue, what is the queue, how many are in the queue, what is the queue like, line, whats in the queue, whats in queue, what is in queue, show me the queue, list the queue, list queue, whats next, what is next, who is next, whos next, show queue, show the queue, what is in the queue, how long is the queue, покажи очередь, кто следующий, кто в очереди, что в очереди, какая очередь',
  status:
    'state, whats the status, what is the status, whats the status of, what is the status of, whats the state of, what is the state of, is, why is, why, when is, when can, who requested, who released, who deployed, who started, who finished, что там с, что по, who approved, who accepted, who rejected, почему, почему стоит, кто одобрил, кто согласовал, кто отклонил, какой статус, where is, wheres, where, whats with, what is with, what about, how is, статус по, что с, где там, как там, как дела с',
  mine: 'where is my release, wheres my release, where are my releases, when is my release, where am i in the queue, where am i, am i in the queue, what is the status of my release, whats the status of my release, когда мой релиз, когда мои релизы, my, list my releases, show me my releases, am i next, when is my turn, when is it my turn, what do i need to do, what should i do, anything for me, когда моя очередь, что мне делать, мои задачи, мои тикеты, где мой релиз, где мои релизы, my releases, my release, my tickets, my stuff, show my releases, what waits for me, what is waiting for me, whats waiting for me, what do i have to do, мой релиз, моя очередь, что ждет меня, что меня ждет, что у меня, что на мне, покажи мои релизы',
  prod: 'production, what version is on prod, who is releasing, whos releasing, who is deploying, whos deploying, who is on prod, кто катит, кто выкатывает, кто сейчас на проде, кто на проде, какая версия на проде, on prod, on production, whats on prod, what is on prod, what is on, whats on, what is in prod, whats in prod, what is on production, whats on production, what is in production, what is live, whats live, what is deployed, whats deployed, what runs on prod, what is running, продакшен, продакшн, что на проде, что сейчас на проде, что у нас на проде, что в проде, что на продакшене, что задеплоено, что выкачено',
  who: 'who froze, who has frozen, who freezes, кто заморозил, who holds, who has, who locks, who locked, who owns, who is holding, whos holding, who is on, who is, whos, who approves, who can approve, who is admin, who is the admin, who is on call, whos on call, who is on duty, on call, oncall, у кого, кто занял, кто взял, кто дежурит, кто дежурный, дежурный, кто админ, кто согласует, кто согласующий, кто апрувит, кем занят, кем занята, кто сидит на',
  log: 'logs, history, show log, what happened, show me the log, история, что происходило, что было, покажи лог, покажи журнал',
  blame: 'suspects, who broke, what broke, what changed, кто сломал, что менялось, что поменялось',
  incident: 'инциденты',
  stats: 'statistics, statistic, metrics, show stats, метрики, покажи статистику',
  help: 'what can i do, what can i do here, who are you, what are you, кто ты, ты кто, what does, что делает, что значит, commands, menu, what commands, what do you know, how do i, how can i, how, как, как мне, какие команды, меню, usage, how to, what can you do, how do you work, помоги, помогите, хелп, команды, что ты умеешь, как тобой пользоваться',
};

/** Words that may mean their command: the bot asks. */
export const maybe: Words = {
  request: 'ship it, shipit, publish, launch, push, merge, опубликовать, публикуй, мерж',
  accept: 'yes, yep, yeah, sure, confirm, confirmed, agree, agreed, да, ага, давай, подтверждаю, ладно',
  reject:
    'decline, declined, declining, deny, denied, refuse, refused, disapprove, veto, nope, no, nack, rejected, rejecting, -1, отказываю, откажи, отказано, против, нет, не одобряю, не согласен, не согласна',
  adminHere: 'take, take it, taking, claim, admin, беру, возьму, берусь, админ',
  depStart: 'begin, beginning, run, proceed, приступаю, приступить, приступай',
  depFinish:
    'live, end, ended, over, success, succeeded, released, deployed, shipped, rolled out, зарелизил, зарелизили, релизнул, выпустил, выпустили, успех',
  depRollback: 'undo, roll, back out, downgrade, вернуть, верни, возвращаем',
  cancel:
    'nevermind, never mind, cancelled, canceled, cancelling, withdraw, withdrawn, abort, aborted, stop, drop, close, kill, remove, delete, forget, стоп, снять, сними, снимаю, убрать, убери, удали, удалить, закрыть, закрой, остановить, останови, отзываю, отозвать, прекрати',
  handover:
    'take over, assign, reassign, transfer, give, отдать, отдай, отдаю, переназначить, переназначь, назначить, назначь',
  hotfix: 'urgent, срочно',
  override: 'force, skip, bypass, ignore, let pass, обойти, обойди, форсировать, игнорировать',
  freeze:
    'freezing, pause, hold, halt, block, lock, suspend, заблокировать, заблокируй, приостановить, приостанови, пауза, притормозить',
  unfreeze: 'unpause, resume, thaw, продолжить, возобновить, снять заморозку, сними заморозку',
  unlock:
    'unblock, free, force unlock, release lock, release the lock, take lock, освободить, освободи, отпусти, отпустить, снять блокировку, сними блокировку',
  incident:
    'prod is down, production is down, prod down, prod is broken, прод лежит, прод упал, прод сломан, outage, broken, alarm, down, сбой, сломалось, упало, все упало, все сломалось',
};
