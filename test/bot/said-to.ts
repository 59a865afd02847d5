import { linesOf } from '../../bot/lines.ts';
import { heardIn } from '../../bot/said-in.ts';
import { parseCommand } from '../../domain/command/parse-command.ts';
import { utterancesOf } from '../../domain/command/utterance.ts';

/** What a message in Slack's markup says to the bot; undefined if nothing. */
export function saidTo(channel: string, text: string): string | undefined {
  const heard = heardIn({ ts: '1.000001', user: 'U_ANN', text }, channel, 'U0BOT');
  if (heard === null) return undefined;
  const read = (words: string) =>
    parseCommand(words, { linkTemplates: ['https://tracker.example.com/browse/{key}'], slash: false });
  return utterancesOf(linesOf(heard.text, heard.bot), heard.direct, read, [])[0]?.text;
}
