import type { CommandDocument } from './documents.ts';
import { ATTEMPT_ID, parameter, powershellStep, sharedParameters, shellStep } from './parameters.ts';

export const REPORT_SECONDS = 90;

const reportParameters = {
  AttemptId: parameter('Id of the attempt to report on, or empty.', `^(${ATTEMPT_ID})?$`, { default: '' }),
  ...sharedParameters,
};

export type ReportParameterName = keyof typeof reportParameters;

/** The probe: reports the installed version, its health and how an attempt ended. Changes nothing. */
export function reportDocument(): CommandDocument {
  return {
    schemaVersion: '2.2',
    description: 'Fleet Upgrade: reports version, health and the result of an attempt. Changes nothing.',
    parameters: reportParameters,
    mainSteps: [
      shellStep('report', REPORT_SECONDS, reportParameters, ['node.sh', 'report.sh']),
      powershellStep('reportOnWindows', REPORT_SECONDS, reportParameters, ['node.ps1', 'journal.ps1', 'report.ps1']),
    ],
  };
}
