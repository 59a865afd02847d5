import { join } from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { projectRoot } from '../build/project-root.mjs';
import { EncryptionCodec } from './encryption-codec.ts';
import { encryptionKeys } from './encryption-keys.ts';

/** The SDK loads it by its path, so it is JavaScript and compiled into nothing. */
const failureConverterPath = join(projectRoot, 'config', 'failure-converter.mjs');

/** How all clients, workers and replayers write for Temporal and read from it, by `DOBROBOT_ENCRYPTION_KEYS`. Throws `SecretMistake`. */
export function dataConverter(env: NodeJS.ProcessEnv): DataConverter {
  const keys = encryptionKeys(env);
  const payloadCodecs = [new EncryptionCodec(keys)];
  return keys.length === 0 ? { payloadCodecs } : { payloadCodecs, failureConverterPath };
}
