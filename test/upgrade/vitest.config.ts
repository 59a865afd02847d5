import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** `npm run test:upgrade [-- COMMIT]`: from that commit, or from the last released version, to this one. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    pool: 'forks',
    include: ['test/upgrade/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 1_500_000,
    hookTimeout: 300_000,
  },
});
