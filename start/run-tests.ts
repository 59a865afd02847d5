import { parseCLI, startVitest, type TestCase, type TestModule, type Vitest } from 'vitest/node';
import { findTemporalCli, findTestServer } from './temporal-binaries.ts';

interface Outcome {
  readonly passed: number;
  /** The names of everything that failed: tests, files that do not load, hooks, and errors outside of any test. */
  readonly failed: readonly string[];
}

/** With more failed files than this, the machine is not the cause. */
const mostUnsteady = 5;

/** Runs the tests for `npm test`. In CI, reruns the files that failed, if they are few, one after the other. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  try {
    // Fetched now, or every test file would fetch its own at the same moment.
    await findTemporalCli(process.env);
    await findTestServer(process.env);
    const { filter, options } = parseCLI(['vitest', 'run', ...args]);
    const run = await runOnce(filter, options);
    const modules = run.state.getTestModules();
    const broken = modules.filter((module) => !module.ok());
    const isUnsteady = process.env['CI'] !== undefined && broken.length > 0 && broken.length <= mostUnsteady;
    if (!isUnsteady || run.state.getUnhandledErrors().length > 0) return outcomeOf(run);
    process.exitCode = 0;
    const files = broken.map(({ moduleId }) => moduleId);
    const again = await runOnce(files, { ...options, maxWorkers: 1 });
    for (const name of failuresIn(broken)) console.log(`AGAIN ${name}`);
    const steady = modules.filter((module) => module.ok());
    const second = outcomeOf(again);
    return { ...second, passed: passedIn(steady) + second.passed };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: ['npm test'] };
  }
}

async function runOnce(filter: string[], options: ReturnType<typeof parseCLI>['options']): Promise<Vitest> {
  const vitest = await startVitest('test', filter, options);
  await vitest.close();
  return vitest;
}

function outcomeOf({ state }: Vitest): Outcome {
  const modules = state.getTestModules();
  const errors = state.getUnhandledErrors();
  return {
    passed: passedIn(modules),
    failed: [...failuresIn(modules), ...errors.map((error) => `outside of any test: ${messageOf(error)}`)],
  };
}

const testsIn = (modules: readonly TestModule[]): readonly TestCase[] =>
  modules.flatMap((module) => [...module.children.allTests()]);

const passedIn = (modules: readonly TestModule[]): number =>
  testsIn(modules).filter((test) => test.result().state === 'passed').length;

function failuresIn(modules: readonly TestModule[]): readonly string[] {
  const failed = testsIn(modules).filter((test) => ['failed', 'pending'].includes(test.result().state));
  const brokenSuites = modules.flatMap((module) =>
    [module, ...module.children.allSuites()].flatMap((suite) =>
      suite.errors().map(({ message }) => `${module.relativeModuleId}: ${message}`),
    ),
  );
  const named = failed.map((test) => `${test.module.relativeModuleId} > ${test.fullName}`);
  return [...named, ...brokenSuites].map((name) => name.split('\n', 1).join(''));
}

/** The error comes from another process and is no longer an `Error`. */
const messageOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);

const { passed, failed } = await runTests(process.argv.slice(2));
const ok = failed.length === 0 && passed > 0 && (process.exitCode ?? 0) === 0;
for (const name of failed) console.log(`FAILED ${name}`);
console.log(`${passed} passed, ${ok ? 0 : Math.max(failed.length, 1)} failed`);
process.exit(ok ? 0 : 1);
