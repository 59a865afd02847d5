import { isGrpcServiceError } from '@temporalio/client';

/** The gRPC status codes that we distinguish. */
const codes = { invalidArgument: 3, notFound: 5, failedPrecondition: 9 } as const;

/** Whether Temporal's server answered with this code. */
export const isGrpcError = (error: unknown, code: keyof typeof codes): boolean =>
  isGrpcServiceError(error) && (error.code as number) === codes[code];
