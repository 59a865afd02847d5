/** How the commands to the release log are read. */
import { bare, fine, normal, tooMuch, wrong } from './command-reader.ts';
import type { Reader } from './command-reader.ts';
import type { LogSubject } from './command.ts';
import { parseDuration } from './duration.ts';
import { readMoment } from './moment.ts';
import type { MomentRead } from './moment.ts';
import { readTicketKey } from './ticket-key.ts';
import { meaningOf, russianParticles } from './vocabulary.ts';

export const log: Reader = (args, command, { linkTemplate }) => {
  const [first] = args;
  const named = first !== undefined && !isSince(first);
  const subject = named ? subjectOf(first, linkTemplate) : null;
  const [preposition, ...time] = named ? args.slice(1) : args;
  if (preposition === undefined) return fine({ type: 'log', subject, since: null });
  if (!isSince(preposition)) return tooMuch(command, preposition);
  if (time.length === 0) return wrong({ code: 'missingTime', command });
  const read = readMoment(time) ?? readSpan(time);
  if (read === null) return wrong({ code: 'badTime', command, text: time.join(' ') });
  const [more] = time.slice(read.length);
  return more === undefined ? fine({ type: 'log', subject, since: read.moment }) : tooMuch(command, more);
};

const isSince = (word: string): boolean => meaningOf(normal(word), russianParticles) === 'since';

const subjectOf = (word: string, linkTemplate: string): LogSubject => ({
  name: normal(word),
  ticket: readTicketKey(bare(word), linkTemplate) ?? readTicketKey(word, linkTemplate),
});

/** After `since`, `2h` is enough. */
function readSpan([first = '']: readonly string[]): MomentRead | null {
  const agoMs = parseDuration(bare(first));
  return agoMs === null ? null : { moment: { agoMs }, length: 1 };
}
