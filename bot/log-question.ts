import type { Command } from '../domain/command.ts';
import { instantOf } from '../domain/moment.ts';
import type { Moment } from '../domain/moment.ts';
import type { Question } from '../domain/question.ts';
import type { Settings } from '../domain/settings.ts';

/** A command that is a question to the release log. */
export type LogCommand = Extract<Command, { type: 'log' | 'blame' }>;

/** The question that is meant by it. The times that people mean are those of when they say it, `now` in epoch ms. */
export function logQuestion(command: LogCommand, now: number, settings: Settings): Question {
  const instant = (moment: Moment) => instantOf(moment, now, settings.release.calendar.timezone);
  const unlessAhead = (at: number, question: Question): Question =>
    at > now ? { type: 'timeAhead', at } : question;
  switch (command.type) {
    case 'log': {
      const since = command.since === null ? null : instant(command.since);
      return unlessAhead(since ?? now, { ...command, since });
    }
    case 'blame': {
      const at = instant(command.time);
      return unlessAhead(at, { type: 'blame', at, component: command.component });
    }
  }
}
