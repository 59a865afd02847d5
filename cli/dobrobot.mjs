#!/usr/bin/env node
import { runCompiled } from '../build/compiled.mjs';

await runCompiled('cli/main');
