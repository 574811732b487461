/**
 * Takes the place of @aws-sdk/endpoint-cache, which brings 8 KB: DynamoDB's client makes one, and uses it only where
 * AWS_ENABLE_ENDPOINT_DISCOVERY asks DynamoDB for its own addresses. No function sets that.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoint-discovery.html
 */
export class EndpointCache {}
