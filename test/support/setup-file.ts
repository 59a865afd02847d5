import { afterAll } from 'vitest';
import { livingChildren } from '../../start/child.ts';
import { removeTemporaryFolders } from './temporary-folder.ts';

// Ends whatever the test file has started and not stopped, because it failed or did not have to.
afterAll(async () => {
  await Promise.all(livingChildren().map((child) => child.kill()));
  await removeTemporaryFolders();
});
