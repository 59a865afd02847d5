/** Slack's errors for a user who does not exist. */
export const unknownPerson: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found'];
