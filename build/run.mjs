/** `node build/run.mjs worker/main` runs worker/main.ts. */
import { runCompiled } from './compiled.mjs';

await runCompiled(process.argv[2]);
