import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Needs a real Prometheus and a real collector, which `install*.sh` install. The tests start their own servers. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    pool: 'forks',
    include: ['test/metrics/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
