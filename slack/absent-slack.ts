import { WebClient } from '@slack/web-api';

/** Stands where there is no Slack: whatever it is asked, it throws. */
export class AbsentSlack extends WebClient {
  override apiCall(): Promise<never> {
    return Promise.reject(new Error('There is no Slack: DOBROBOT_SLACK is off'));
  }
}
