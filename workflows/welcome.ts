import { proxyActivities } from '@temporalio/workflow';
import type { WelcomeActivities } from '../domain/messages/activities.ts';
import { untilDelivered } from './until-delivered.ts';

const { welcomeChannel } = proxyActivities<WelcomeActivities>(untilDelivered);

/** Welcomes people in the release channel after the bot was installed. Waits until the bot is invited there. */
export async function welcome(): Promise<void> {
  await welcomeChannel();
}
