/** How long a test waits for what comes within a second or two on a machine that has nothing else to do. */
export const patienceMs = 90_000;
