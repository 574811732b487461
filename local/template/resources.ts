import * as z from 'zod';

/**
 * What is read of each resource type, and which properties are left aside because they change nothing locally.
 * A property that is in neither is an error: a new one has to be put on one side or the other.
 */
export interface Reading<Shape extends z.ZodRawShape> {
  readonly schema: z.ZodObject<Shape>;
  readonly aside: readonly string[];
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});

export const functionReading = {
  schema: z.object({
    Code: z.object({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string(),
    PackageType: z.literal('Zip').optional(),
    Runtime: z.string().startsWith('nodejs'),
    Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
    /** Seconds. */
    Timeout: z.number().default(3),
    /** Mebibytes. */
    MemorySize: z.number().default(128),
  }),
  aside: [
    'Architectures',
    'Description',
    'FunctionName',
    'LoggingConfig',
    'RecursiveLoop',
    'ReservedConcurrentExecutions',
    'Role',
    'RuntimeManagementConfig',
    'Tags',
    'TracingConfig',
  ],
};

export const tableReading = {
  schema: z.object({
    KeySchema: keySchema,
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
    BillingMode: z.literal('PAY_PER_REQUEST'),
    GlobalSecondaryIndexes: z
      .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection }))
      .default([]),
  }),
  aside: [
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'OnDemandThroughput',
    'PointInTimeRecoverySpecification',
    'Replicas',
    'SSESpecification',
    'TableClass',
    'TableName',
    'Tags',
    'TimeToLiveSpecification',
    'WarmThroughput',
    'WriteOnDemandThroughputSettings',
  ],
};

export const stateMachineReading = {
  schema: z.object({
    DefinitionString: z.string().optional(),
    Definition: z.record(z.string(), z.unknown()).optional(),
    StateMachineType: z.literal('STANDARD').default('STANDARD'),
  }),
  aside: [
    'EncryptionConfiguration',
    'LoggingConfiguration',
    'RoleArn',
    'StateMachineName',
    'Tags',
    'TracingConfiguration',
  ],
};

export const ruleReading = {
  schema: z.object({
    EventPattern: z.record(z.string(), z.unknown()).optional(),
    ScheduleExpression: z.string().optional(),
    State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
    /** `Input` and the like would change what the function gets, so they are errors until they are understood here. */
    Targets: z.array(
      z.strictObject({
        Arn: z.string(),
        Id: z.string(),
        RetryPolicy: z.unknown().optional(),
        DeadLetterConfig: z.unknown().optional(),
      }),
    ),
  }),
  aside: ['Description', 'Name', 'RoleArn', 'Tags'],
};

/** How often and how long Lambda tries with an event that a function failed at; its defaults are two more times and 6 h. */
export const eventInvokeReading = {
  schema: z.object({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: z.number().default(2),
    /** Seconds. */
    MaximumEventAgeInSeconds: z.number().default(21_600),
  }),
  aside: ['DestinationConfig'],
};

export const documentReading = {
  schema: z.object({
    Content: z.union([z.string(), z.record(z.string(), z.unknown())]),
    DocumentFormat: z.enum(['JSON', 'YAML']).default('JSON'),
    DocumentType: z.literal('Command').default('Command'),
  }),
  aside: ['Name', 'Tags', 'TargetType', 'UpdateMethod', 'VersionName'],
};

/** Credentials and wildcards are errors: the local gateway knows neither. */
export const apiReading = {
  schema: z.object({
    ProtocolType: z.literal('HTTP'),
    CorsConfiguration: z
      .strictObject({
        AllowOrigins: z.array(z.string().regex(/^[^*]+$/, 'a wildcard is not understood here')),
        AllowMethods: z.array(z.string()).default([]),
        AllowHeaders: z.array(z.string()).default([]),
        ExposeHeaders: z.array(z.string()).default([]),
        /** Seconds. */
        MaxAge: z.number().optional(),
      })
      .optional(),
  }),
  aside: ['Description', 'DisableExecuteApiEndpoint', 'FailOnWarnings', 'Name', 'Tags'],
};

export const stageReading = {
  schema: z.object({
    StageName: z.literal('$default'),
    AutoDeploy: z.literal(true),
    DefaultRouteSettings: z
      .strictObject({
        /** Requests at once, and requests a second. */
        ThrottlingBurstLimit: z.number(),
        ThrottlingRateLimit: z.number(),
        DetailedMetricsEnabled: z.boolean().optional(),
      })
      .optional(),
  }),
  aside: ['AccessLogSettings', 'ApiId', 'Description', 'Tags'],
};

export const routeReading = {
  schema: z.object({
    RouteKey: z.string(),
    Target: z.string(),
    AuthorizationType: z.enum(['JWT', 'NONE']).default('NONE'),
    AuthorizerId: z.string().optional(),
  }),
  aside: ['ApiId', 'OperationName'],
};

export const integrationReading = {
  schema: z.object({
    IntegrationType: z.literal('AWS_PROXY'),
    IntegrationUri: z.string(),
    PayloadFormatVersion: z.literal('2.0'),
    /** Milliseconds; 30 s is API Gateway's default and upper bound. */
    TimeoutInMillis: z.number().default(30_000),
  }),
  aside: ['ApiId', 'Description', 'IntegrationMethod'],
};

export const authorizerReading = {
  schema: z.object({
    AuthorizerType: z.literal('JWT'),
    IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
    JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }),
  }),
  aside: ['ApiId', 'Name'],
};
