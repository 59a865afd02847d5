import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { projectRoot } from '../build/project-root.mjs';
import { EncryptionCodec } from './encryption-codec.ts';
import { encryptionKeys } from './encryption-keys.ts';

/** The SDK loads these files by their paths, so they are plain JavaScript and not compiled. */
const encodedFailures = join(projectRoot, 'config', 'failure-converter.mjs');
export const wellFormedFailures = join(projectRoot, 'config', 'well-formed-failures.mjs');

/** How all clients, workers and replayers encode and decode Temporal payloads, from `DOBROBOT_ENCRYPTION_KEYS`. Throws `SecretMistake`. */
export function dataConverter(env: NodeJS.ProcessEnv): DataConverter {
  const keys = encryptionKeys(env);
  const payloadCodecs = [new EncryptionCodec(keys)];
  return { payloadCodecs, failureConverterPath: keys.length === 0 ? wellFormedFailures : encodedFailures };
}
