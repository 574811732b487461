import * as z from 'zod';
import { packageManagers, versionStatuses } from '../../domain/catalogue.ts';
import { pageOf, time } from './times.ts';

export const versionSchema = z
  .strictObject({
    agentType: z.string().meta({ description: 'The agent type.', example: 'demo-agent' }),
    version: z.string().meta({ description: 'The version, as jobs name it.', example: '1.5.0' }),
    reportedVersion: z
      .string()
      .nullable()
      .meta({ description: 'What the agent reports, where that is another text.', example: null }),
    minVersion: z
      .string()
      .nullable()
      .meta({ description: 'Agents that run an older one go to another version first.', example: null }),
    releaseNotes: z.string().nullable().meta({ description: 'Text, or the https URL of one.', example: null }),
    artifacts: z
      .array(
        z.strictObject({
          platform: z.enum(['linux', 'windows', 'any']).meta({ description: 'The nodes that it is for.' }),
          architecture: z.enum(['x86_64', 'arm64', 'any']).meta({ description: 'The processors that it is for.' }),
          url: z.string().meta({ description: 'Where it is; only administrators see a query.' }),
          sha256: z.string().nullable().meta({ description: 'Its SHA-256 in hexadecimal digits.' }),
          signature: z.string().nullable().meta({ description: 'Its Ed25519 signature in base64.' }),
        }),
      )
      .meta({ description: 'The archives of the version.' }),
    packages: z
      .array(
        z.strictObject({
          manager: z.enum(packageManagers).meta({ description: 'The package manager.' }),
          packageVersion: z.string().meta({ description: 'What it calls the version.', example: '1:1.5.0-1' }),
          reportedVersion: z
            .string()
            .optional()
            .meta({ description: 'What the agent reports that is installed from there.' }),
        }),
      )
      .meta({ description: 'What package managers call the version.' }),
    status: z
      .enum(versionStatuses)
      .meta({ description: 'No agent is brought to a deprecated one.', example: 'active' }),
    deprecation: z
      .strictObject({
        reason: z.string().meta({ description: 'Why.' }),
        at: time('Since when.'),
        by: z.string().meta({ description: "The subject of the administrator's token." }),
      })
      .nullable()
      .meta({ description: 'Since when and why it is deprecated; null while it is active.' }),
    publishedAt: time('When it was published.'),
    publishedBy: z.string().meta({ description: "The subject of the publisher's token.", example: 'release-pipeline' }),
  })
  .meta({ id: 'Version', description: 'A version of an agent type.' });

export const versionsSchema = pageOf(versionSchema).meta({ id: 'Versions', description: 'A page of the catalogue.' });
