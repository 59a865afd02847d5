/** Slack's words for somebody who is not there. */
export const unknownPerson: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found'];
