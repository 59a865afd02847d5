import { ensureDependencies } from './dependencies.mjs';

ensureDependencies();
const { register } = await import('tsx/esm/api');
register();
await import('./run-tests.ts');
