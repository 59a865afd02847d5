import { parseCLI, startVitest, type TestCase, type Vitest } from 'vitest/node';
import { findTemporalCli, findTestServer } from './temporal-binaries.ts';

interface Outcome {
  readonly passed: number;
  /** What went wrong, by name: tests, and also a file that does not load, a hook, and an error outside of any test. */
  readonly failed: readonly string[];
}

/** Runs the tests as `npm test` names them. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  try {
    // Now, or every test file would fetch its own at the same moment.
    await findTemporalCli(process.env);
    await findTestServer(process.env);
    const { filter, options } = parseCLI(['vitest', 'run', ...args]);
    const vitest = await startVitest('test', filter, options);
    await vitest.close();
    return outcomeOf(vitest);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: ['npm test'] };
  }
}

function outcomeOf({ state }: Vitest): Outcome {
  const modules = state.getTestModules();
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const named = (test: TestCase) => `${test.module.relativeModuleId} > ${test.fullName}`;
  const stateOf = (test: TestCase) => test.result().state;
  const brokenSuites = modules.flatMap((module) =>
    [module, ...module.children.allSuites()].flatMap((suite) =>
      suite.errors().map(({ message }) => `${module.relativeModuleId}: ${message}`),
    ),
  );
  return {
    passed: tests.filter((test) => stateOf(test) === 'passed').length,
    failed: [
      ...tests.filter((test) => ['failed', 'pending'].includes(stateOf(test))).map(named),
      ...brokenSuites,
      ...state.getUnhandledErrors().map((error) => `outside of any test: ${messageOf(error)}`),
    ],
  };
}

/** It comes from another process, and is no `Error` any more. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const { passed, failed } = await runTests(process.argv.slice(2));
const ok = failed.length === 0 && passed > 0 && (process.exitCode ?? 0) === 0;
for (const name of failed) console.log(`FAILED ${name.split('\n', 1).join('')}`);
console.log(`${passed} passed, ${ok ? 0 : Math.max(failed.length, 1)} failed`);
process.exit(ok ? 0 : 1);
