import type { TestProject } from 'vitest/node';
import { startDevServer } from './dev-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `host:port` of the dev server that all test files share. */
    temporalAddress: string;
  }
}

/** One dev server for all test files; each takes namespaces of its own from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { child, address } = await startDevServer();
  project.provide('temporalAddress', address);
  return () => child.stop();
}
