import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Needs a real PostgreSQL with its clients, and Temporal's production server: `install.sh` here and in `test/server` install them. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    pool: 'forks',
    maxWorkers: 1,
    include: ['test/restore/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 300_000,
    hookTimeout: 240_000,
  },
});
