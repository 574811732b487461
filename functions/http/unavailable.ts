import { isThrottlingError, isTransientError } from '@smithy/core/retry';

/** Seconds: by then the SDKs' own attempts, some 6 s of them, have long failed, and a throttled table has found its pace. */
export const RETRY_AFTER_SECONDS = 5;

/** Quotas that empty by themselves, which the SDKs take for the caller's faults. */
const FULL_FOR_NOW = new Set(['ExecutionLimitExceeded', 'ServiceUnavailable', 'ServiceUnavailableException']);

/** Did a service that we stand on throttle us, time out or fail, so that the same request may well succeed soon? */
export const isUnavailable = (error: unknown): boolean =>
  isErrorOfErrors(error) && (FULL_FOR_NOW.has(error.name) || isThrottlingError(error) || isTransientError(error));

/** The SDK's tests look at the cause, too, and take it for an error. */
const isErrorOfErrors = (error: unknown): error is Error & { readonly cause?: Error } =>
  error instanceof Error && (error.cause === undefined || error.cause instanceof Error);
