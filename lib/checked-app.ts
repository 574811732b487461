import { App, type AppProps, Validations } from 'aws-cdk-lib';
import { SecurityChecks } from './security-checks.ts';

/** A CDK app in which nothing is synthesized that the security checks find fault with. */
export class CheckedApp extends App {
  constructor(props: AppProps = {}) {
    super({ analyticsReporting: false, ...props });
    Validations.of(this).addPlugins(new SecurityChecks());
  }
}
