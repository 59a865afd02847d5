import { afterAll } from 'vitest';
import { livingChildren } from '../../start/child.ts';
import { removeTemporaryFolders } from './temporary-folder.ts';

// Whatever a test file has started and not stopped, because it failed or because it need not, ends with it.
afterAll(async () => {
  await Promise.all(livingChildren().map((child) => child.kill()));
  await removeTemporaryFolders();
});
