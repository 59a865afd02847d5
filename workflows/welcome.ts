import { proxyActivities } from '@temporalio/workflow';
import type { WelcomeActivities } from '../domain/messages/activities.ts';
import { untilSaid } from './until-said.ts';

const { welcomeChannel } = proxyActivities<WelcomeActivities>(untilSaid);

/** Welcomes those in the release channel of a bot that was just installed; it waits until the bot is invited there. */
export async function welcome(): Promise<void> {
  await welcomeChannel();
}
