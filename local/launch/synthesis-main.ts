import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { agentTypesSchema } from '../../functions/domain/agent-type.ts';
import { environmentSettings } from '../../lib/environments.ts';
import { deployedPaceSchema } from '../../lib/settings/fleet.ts';
import { synthesize } from '../../lib/synthesize.ts';

const requestSchema = z.strictObject({
  issuer: z.string(),
  audience: z.string(),
  agentTypes: agentTypesSchema,
  artifactSources: z.array(z.string()).default([]),
  corsOrigins: z.array(z.string()).default([]),
  pace: deployedPaceSchema.exactOptional(),
  outdir: z.string(),
});

const { audience, outdir, ...given } = requestSchema.parse(JSON.parse(process.argv[2] ?? ''));
const settings = environmentSettings('local', { ...given, audience: [audience] });
const bundleCache = fileURLToPath(new URL('../../.cache/bundles', import.meta.url));
synthesize({ settings, outdir, bundle: true, bundleCache });
