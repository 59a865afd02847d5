import type { Command } from '../command/command.ts';
import type { QuestionType } from '../command/commands.ts';
import { componentsIn } from '../log/incident.ts';
import { instantOf } from '../command/moment.ts';
import type { SpokenTime } from '../command/moment.ts';
import { printable } from '../printable.ts';
import type { Question } from './question.ts';
import type { Settings } from '../settings.ts';

/** The question in a command by `actor`. Relative times count from `now`, epoch ms. */
export function questionOf(
  command: Command<QuestionType>,
  actor: string,
  now: number,
  settings: Settings,
): Question {
  const instant = (moment: SpokenTime) => instantOf(moment, now, settings.release.calendar.timezone);
  const unlessAhead = (at: number, question: Question): Question =>
    at > now ? { type: 'timeAhead', at } : question;
  switch (command.type) {
    case 'help':
    case 'queue':
    case 'prod':
    case 'who':
    case 'stats':
      return command;
    case 'mine':
      return { type: 'mine', user: actor };
    case 'status': {
      const { ticket } = command;
      return ticket === null ? { type: 'mine', user: actor } : { type: 'status', ticket };
    }
    case 'log': {
      const since = command.since === null ? null : instant(command.since);
      return unlessAhead(since ?? now, { ...command, since });
    }
    case 'blame': {
      const at = instant(command.time);
      return unlessAhead(at, { type: 'blame', at, component: command.component });
    }
    case 'incident': {
      const at = instant(command.time);
      const text = printable(command.text);
      const components = componentsIn(text, Object.keys(settings.components));
      return unlessAhead(at, { type: 'incident', incident: { at, text, components }, recorded: false });
    }
  }
}
