import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Needs kustomize, kubeconform and the schemas of Kubernetes, which `install.sh` installs. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    watch: false,
    include: ['test/kubernetes/*.test.ts'],
    setupFiles: 'test/support/setup-file.ts',
    testTimeout: 60_000,
  },
});
