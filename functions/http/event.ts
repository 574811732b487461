import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Claims } from '../authorization.ts';

export type Event = APIGatewayProxyEventV2WithJWTAuthorizer;
export type Answer = APIGatewayProxyStructuredResultV2;

/** The claims of the caller's token; none where the route takes no token. */
export const claimsOf = (event: Event): Claims => event.requestContext.authorizer?.jwt.claims ?? {};
