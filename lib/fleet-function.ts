import { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type FunctionProps, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { FleetLogs } from './fleet-logs.ts';
import type { Settings } from './settings.ts';

type FleetFunctionProps = Partial<FunctionProps> & Pick<FunctionProps, 'code'> & { readonly settings: Settings };

/** A Lambda function `fleet-upgrade-<environment>-<id>` with our defaults; whatever the caller gives wins. */
export class FleetFunction extends Lambda {
  constructor(scope: Construct, id: string, { settings, environment, ...props }: FleetFunctionProps) {
    const functionName = `fleet-upgrade-${settings.name}-${id}`;
    const logGroup = new FleetLogs(scope, `${id}-logs`, settings, `/aws/lambda/${functionName}`);
    super(scope, id, {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      memorySize: 512,
      timeout: Duration.seconds(60),
      tracing: Tracing.ACTIVE,
      logGroup,
      // A role of its own: AWSLambdaBasicExecutionRole, which CDK attaches otherwise, may write to every log group.
      role: new Role(scope, `${id}-role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
      environment: {
        ENVIRONMENT_NAME: settings.name,
        LOG_LEVEL: settings.logLevel,
        POWERTOOLS_SERVICE_NAME: 'fleet-upgrade',
        ...environment,
      },
      ...props,
    });
    logGroup.grantWrite(this);
  }
}
