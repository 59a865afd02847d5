import { isGrpcServiceError } from '@temporalio/client';

/** The codes of gRPC that are told apart. */
const codes = { invalidArgument: 3, notFound: 5, failedPrecondition: 9 } as const;

/** Whether Temporal's server answered with this code. */
export const isGrpcError = (error: unknown, code: keyof typeof codes): boolean =>
  isGrpcServiceError(error) && (error.code as number) === codes[code];
