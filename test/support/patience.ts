/** How long a test waits for something that takes a second or two on an idle machine. */
export const patienceMs = 90_000;
