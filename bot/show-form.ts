import { WebAPIPlatformError } from '@slack/web-api';

/** Errors for which a form is not shown: the click is too old, or another bot has used its trigger. */
const lateTrigger = ['invalid_trigger_id', 'expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id'];

/** Opens a form after a click. Null if it is too late for that: nothing has changed, and the user can click again. */
export async function showForm<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && lateTrigger.includes(error.data.error))) throw error;
    return null;
  }
}
