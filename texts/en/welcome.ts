import { commands } from '../../domain/command/commands.ts';
import { code } from '../mrkdwn.ts';
import type { WelcomeTexts } from '../welcome.ts';

export const welcome: WelcomeTexts = {
  text: [
    'Hello! I bring releases to production one at a time.',
    `• ${code(`${commands.request.word} TICKET`)} asks for one: I check the ticket, ask for the good, and keep its place in the queue.`,
    `• When it is its turn, I call you. ${code(commands.mine.word)} shows what waits for you, ${code(commands.help.word)} what you can say.`,
  ].join('\n'),
  ask: 'Ask for a release',
  queue: 'Show the queue',
  help: 'What can I say?',
};
