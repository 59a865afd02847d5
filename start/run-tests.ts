import { parseCLI, startVitest, type Vitest } from 'vitest/node';
import { findTemporalCli, findTestServer } from './temporal-binaries.ts';

/** Runs the tests as `npm test` names them; the last line of the output is the count. */
async function runTests(
  args: readonly string[],
): Promise<{ readonly passed: number; readonly failed: number }> {
  try {
    // Now, or every test file would fetch its own at the same moment.
    await findTemporalCli(process.env);
    await findTestServer(process.env);
    const { filter, options } = parseCLI(['vitest', 'run', ...args]);
    const vitest = await startVitest('test', filter, options);
    await vitest.close();
    return count(vitest);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

/** Whatever went wrong counts, also a file that does not load and an error outside of any test. */
function count({ state }: Vitest): { passed: number; failed: number } {
  const modules = state.getTestModules();
  const states = modules.flatMap(({ children }) =>
    [...children.allTests()].map((test) => test.result().state),
  );
  const brokenSuites = modules.flatMap((module) =>
    [module, ...module.children.allSuites()].flatMap((suite) => suite.errors()),
  );
  const failed = states.filter((state) => state === 'failed' || state === 'pending').length;
  return {
    passed: states.filter((state) => state === 'passed').length,
    failed: failed + brokenSuites.length + state.getUnhandledErrors().length,
  };
}

const { passed, failed } = await runTests(process.argv.slice(2));
const ok = failed === 0 && passed > 0 && (process.exitCode ?? 0) === 0;
console.log(`${passed} passed, ${ok ? 0 : Math.max(failed, 1)} failed`);
process.exit(ok ? 0 : 1);
