import { WebClient } from '@slack/web-api';

/** The client when Slack is off: every call fails. */
export class AbsentSlack extends WebClient {
  override apiCall(): Promise<never> {
    return Promise.reject(new Error('There is no Slack: DOBROBOT_SLACK is off'));
  }
}
