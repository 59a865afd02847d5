// Makes the Temporal SDK download a server into a folder. The SDK only downloads to start a server, so one runs for a moment. A process of
// its own, because the SDK's download cannot be aborted in any other way.
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [binary, downloadDir] = process.argv.slice(2);
const options = { server: { executable: { type: 'cached-download', downloadDir } } };
const environment =
  binary === 'temporal'
    ? await TestWorkflowEnvironment.createLocal(options)
    : await TestWorkflowEnvironment.createTimeSkipping(options);
await environment.teardown();
