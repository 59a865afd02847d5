import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../build/project-root.mjs';

/** The version of dobrobot, such as `1.2.0`. */
export const { version: programVersion } = JSON.parse(
  readFileSync(join(projectRoot, 'package.json'), 'utf8'),
) as { readonly version: string };
