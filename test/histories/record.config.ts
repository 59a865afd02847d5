import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/histories/record.ts'],
    globalSetup: 'test/support/global-setup.ts',
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 120_000,
  },
});
