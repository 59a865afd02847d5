import { WebAPIPlatformError } from '@slack/web-api';

/** Why a form is not shown: the click is too old, or another bot has shown it for the same click. */
const lateTrigger = ['invalid_trigger_id', 'expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id'];

/** Opens a form for somebody who clicked; null if that is too late: it changed nothing, and whoever still wants it clicks once more. */
export async function showForm<T>(open: () => Promise<T>): Promise<T | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError && lateTrigger.includes(error.data.error))) throw error;
    return null;
  }
}
