import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from '@jest/globals';
import { SsmDocuments } from '../../functions/adapters/ssm-documents.ts';
import { packageDocument } from '../../lib/documents/package.ts';
import { close, listen } from '../../local/aws-json.ts';
import { ssmServer } from '../../local/ssm/endpoint.ts';
import { hostedDocuments } from '../fakes/hosted-commands.ts';
import { HostedDocuments } from '../fakes/hosted-documents.ts';
import { MemoryDocuments } from '../fakes/memory-documents.ts';
import { scriptedHost } from '../fakes/scripted-host.ts';
import { documentsContract } from './documents.ts';

const start = async () => {
  const { host } = scriptedHost();
  const server = ssmServer(host);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const client = new SSMClient({ endpoint: await listen(server), region: 'eu-west-1', credentials });
  return {
    client,
    documents: new SsmDocuments(hostedDocuments, client),
    update: () => host.documents.update(hostedDocuments.package, packageDocument()),
    stop: async () => {
      client.destroy();
      await close(server);
    },
  };
};

documentsContract('SsmDocuments over the wire', start);
documentsContract('the hosted twin', async () => {
  const { host } = scriptedHost();
  const update = () => host.documents.update(hostedDocuments.package, packageDocument());
  return { documents: new HostedDocuments(host), update, stop: async () => undefined };
});
documentsContract('the in-memory twin', async () => {
  const documents = new MemoryDocuments();
  return { documents, update: () => documents.update('package'), stop: async () => undefined };
});

test('a document that is not deployed is an error that names it', async () => {
  const { client, stop } = await start();
  const documents = new SsmDocuments({ ...hostedDocuments, package: 'FleetUpgrade-package-gone' }, client);
  await expect(documents.currentVersion('package')).rejects.toThrow('FleetUpgrade-package-gone');
  await stop();
});
