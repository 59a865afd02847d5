import { botUserId } from '../../start/embedded-slack.ts';
import { general } from './company.ts';
import type { Company, Person } from './company.ts';
import { eventually } from './eventually.ts';

/** Mentions the bot. Resolves to the text of its answer in that thread. */
export async function answerTo(company: Company, user: Person, words: string): Promise<string> {
  const { ts } = await company.say(user, words);
  return eventually(async () => {
    const answer = (await company.slack.messages(general)).find(
      (message) => message.user === botUserId && message.thread_ts === ts,
    );
    if (answer?.text === undefined) throw new Error(`no answer to ${words}`);
    return answer.text;
  });
}
