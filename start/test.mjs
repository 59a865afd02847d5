import { ensureDependencies } from './dependencies.mjs';

ensureDependencies();
const { runCompiled } = await import('../build/compiled.mjs');
await runCompiled('start/run-tests');
