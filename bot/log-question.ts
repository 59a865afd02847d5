import type { Command } from '../domain/command/command.ts';
import { componentsIn } from '../domain/log/incident.ts';
import { instantOf } from '../domain/command/moment.ts';
import type { Moment } from '../domain/command/moment.ts';
import type { Question } from '../domain/messages/question.ts';
import type { Settings } from '../domain/settings.ts';

/** A command that is a question to the release log. */
export type LogCommand = Extract<Command, { type: 'log' | 'blame' | 'incident' | 'stats' }>;

/** The question that is meant by it. The times that people mean are those of when they say it, `now` in epoch ms. */
export function logQuestion(command: LogCommand, now: number, settings: Settings): Question {
  const instant = (moment: Moment) => instantOf(moment, now, settings.release.calendar.timezone);
  const unlessAhead = (at: number, question: Question): Question =>
    at > now ? { type: 'timeAhead', at } : question;
  switch (command.type) {
    case 'stats':
      return command;
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
      const { text } = command;
      const components = componentsIn(text, Object.keys(settings.components));
      return unlessAhead(at, { type: 'incident', incident: { at, text, components }, recorded: false });
    }
  }
}
