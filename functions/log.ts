import { Logger } from '@aws-lambda-powertools/logger';

/** Structured log lines; level and service come from LOG_LEVEL and POWERTOOLS_SERVICE_NAME. Tokens and bodies are never logged. */
export const logger = new Logger();
