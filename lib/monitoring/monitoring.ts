import { Construct } from 'constructs';
import { alarmPlans } from './alarm-plans.ts';
import { Alarms } from './alarms.ts';
import { FleetDashboard } from './dashboard.ts';
import { JobTopic } from './job-topic.ts';
import type { Watched } from './watched.ts';

/** What people watch, and what calls them. */
export class Monitoring extends Construct {
  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    const { all } = new Alarms(this, 'Alarms', watched, alarmPlans(watched));
    new FleetDashboard(this, 'Dashboard', watched, all);
    if (watched.settings.jobTopic) new JobTopic(this, 'JobTopic', watched.settings, watched.deadLetters);
  }
}
