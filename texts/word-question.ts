import { generalRoleHolders } from '../domain/people.ts';
import type { QuestionAnswer, StatusAnswer } from '../domain/messages/question-answer.ts';
import { isNumbered } from '../domain/release/numbers.ts';
import type { Settings } from '../domain/settings.ts';
import { trackerOf } from '../domain/trackers.ts';
import { whoPeople } from './about.ts';
import { holdersOf } from './role-holders.ts';
import { logSurroundings, surroundings } from './surroundings.ts';
import type { Texts } from './texts.ts';
import { offeredWords } from './typed-words.ts';

/** The answer to a question as text; null if there is nothing to say. */
export function wordQuestion(answer: QuestionAnswer, texts: Texts, settings: Settings): string | null {
  switch (answer.type) {
    case 'help':
      return texts.help(answer.topic);
    case 'guide':
      return texts.guide(answer);
    case 'mistake':
      return texts.mistake(answer.mistake);
    case 'meant': {
      const { missed, changed } = answer;
      const words = offeredWords(missed.text);
      return changed ? texts.edited(words) : texts.meant(words);
    }
    case 'queue': {
      const around = surroundings(settings, generalRoleHolders(settings), answer.locks);
      return texts.queue(answer.releases, { ...around, usual: answer.usual }, answer);
    }
    case 'status':
      return wordStatus(answer, texts, settings);
    case 'mine':
      return texts.about.mine(answer, surroundings(settings, generalRoleHolders(settings), []));
    case 'prod':
      return texts.about.production(answer, surroundings(settings, generalRoleHolders(settings), []));
    case 'who': {
      const around = surroundings(settings, generalRoleHolders(settings), answer.locks);
      return texts.about.who(answer, whoPeople(answer.component, settings, around.now), around);
    }
    case 'log':
      return texts.releaseLog.page(answer, logSurroundings(settings));
    case 'blame':
      return texts.releaseLog.suspects(answer, logSurroundings(settings));
    case 'incident':
      return texts.releaseLog.marked(answer, logSurroundings(settings));
    case 'stats':
      return texts.releaseLog.statistics(answer, logSurroundings(settings, answer.statistics.until));
    case 'timeAhead':
      return texts.releaseLog.timeAhead(answer.at, logSurroundings(settings));
    case 'unknownComponent':
      return texts.noSuchComponent(answer.component, answer.known);
    case 'noLock':
      return texts.noLock(answer.component);
    case 'noTicket':
      return texts.noTicket(answer.ticket);
    case 'needsTicket':
      return texts.needsTicket;
    case 'notYours':
      return texts.notYours(answer.user);
    case 'otherWorkspace':
      return texts.otherWorkspace;
    case 'noLog':
      return texts.releaseLog.none;
    case 'logAway':
      return texts.releaseLog.away;
    case 'trouble':
      return texts.trouble;
    case 'carriedOut':
      return null;
  }
}

function wordStatus({ ticket, release }: StatusAnswer, texts: Texts, settings: Settings): string {
  if (release === null) {
    const isTicket = !isNumbered(ticket, settings.releases) && trackerOf(ticket, settings.tickets) !== null;
    return texts.noRelease(ticket, isTicket ? logSurroundings(settings).linkOf : null);
  }
  const { status, workflow, locks, usual, watched } = release;
  const around = { ...surroundings(settings, holdersOf(status, settings), locks), usual };
  const stands = { ended: texts.ended, brokenOff: texts.brokenOff, open: texts.status }[workflow];
  const charts = watched === null ? [] : [texts.watch.standing(watched, around)];
  return [stands(status, around), ...charts].join('\n');
}
