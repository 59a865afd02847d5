import { defineConfig } from 'vitest/config';
import tests from '../../vitest.config.ts';

export default defineConfig({ test: { ...tests.test, include: ['test/histories/record.ts'] } });
