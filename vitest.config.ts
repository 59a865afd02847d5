import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    watch: false,
    pool: 'forks',
    // Each of these drives servers and processes of its own, and some of them a clock that does not wait for a busy machine.
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 20_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
