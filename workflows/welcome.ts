import { proxyActivities } from '@temporalio/workflow';
import type { WelcomeActivities } from '../domain/messages/activities.ts';
import { untilSaid } from './until-said.ts';

const { welcomeChannel } = proxyActivities<WelcomeActivities>(untilSaid);

/** Welcomes people in the release channel after the bot was installed. Waits until the bot is invited there. */
export async function welcome(): Promise<void> {
  await welcomeChannel();
}
