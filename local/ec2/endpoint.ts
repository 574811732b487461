import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { AwsError, readBody } from '../aws-json.ts';
import { page } from '../ssm/paging.ts';
import type { LocalInstance, LocalInstances } from './instances.ts';
import { element, type Filter, filtersOf, list, listOf, refuseOthers, textElement } from './query.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/**
 * The EC2 endpoint over instances: AWS SDKs and the AWS CLI talk to it by AWS_ENDPOINT_URL_EC2. It serves DescribeInstances alone, and of an
 * instance its id, state, architecture and tags. Signatures are not checked: the server listens on loopback only.
 */
export function ec2Server(instances: LocalInstances): Server {
  return createServer(async (request, response) => {
    const requestId = randomUUID();
    const answer = (status: number, body: string) => {
      response.writeHead(status, { 'content-type': 'text/xml;charset=UTF-8' });
      response.end(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`);
    };
    try {
      answer(200, describeInstances(instances, new URLSearchParams(await readBody(request)), requestId));
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError('InternalError', String(error), 500);
      const told = element('Error', textElement('Code', known.code) + textElement('Message', known.message));
      answer(known.statusCode, element('Response', element('Errors', told) + textElement('RequestID', requestId)));
    }
  });
}

const SERVED = /^(Action|Version|MaxResults|NextToken|InstanceId\.\d+|Filter\.\d+\.(Name|Value\.\d+))$/;

function describeInstances(instances: LocalInstances, form: URLSearchParams, requestId: string): string {
  const action = form.get('Action');
  if (action !== 'DescribeInstances')
    throw new AwsError('InvalidAction', `The action ${action} is not valid for this web service.`);
  refuseOthers(form, SERVED);
  const ids = listOf(form, 'InstanceId');
  const size = pageSize(form, ids);
  const found = chosen(instances.all(), ids, filtersOf(form));
  const { items, nextToken } = page(found, ({ id }) => id, size, form.get('NextToken') ?? undefined);
  return `<DescribeInstancesResponse xmlns="${NAMESPACE}">${[
    textElement('requestId', requestId),
    list('reservationSet', items.map(reservation)),
    nextToken === undefined ? '' : textElement('nextToken', nextToken),
  ].join('')}</DescribeInstancesResponse>`;
}

/** @throws AwsError as EC2's API reference has it for MaxResults */
function pageSize(form: URLSearchParams, ids: readonly string[]): number {
  const text = form.get('MaxResults');
  if (text === null) return Number.POSITIVE_INFINITY;
  const size = Number(text);
  if (!(size >= 5 && size <= 1000))
    throw new AwsError('InvalidParameterValue', `Value ( ${text} ) for parameter maxResults is invalid: 5 to 1000.`);
  if (ids.length > 0)
    throw new AwsError('InvalidParameterCombination', 'The parameter instancesSet cannot be used with maxResults.');
  return size;
}

/** @throws AwsError where one id of those that are asked for is unknown, or a filter is */
function chosen(all: readonly LocalInstance[], ids: readonly string[], filters: readonly Filter[]): LocalInstance[] {
  for (const id of ids)
    if (!all.some((instance) => instance.id === id))
      throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  return all.filter(
    (instance) =>
      (ids.length === 0 || ids.includes(instance.id)) &&
      filters.every((filter) => filter.values.includes(attribute(instance, filter))),
  );
}

/** The most values that a filter takes. */
const MOST_VALUES = 200;

function attribute(instance: LocalInstance, { name, values }: Filter): string {
  if (values.length === 0) throw new AwsError('MissingParameter', `The filter '${name}' has no values.`);
  if (values.length > MOST_VALUES)
    throw new AwsError('FilterLimitExceeded', `The maximum number of filter values specified on a single call is 200.`);
  switch (name) {
    case 'instance-id':
      return instance.id;
    case 'instance-state-name':
      return instance.state;
    default:
      throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
  }
}

/** EC2's API reference, InstanceState. */
const CODES = { pending: 0, running: 16, 'shutting-down': 32, terminated: 48, stopping: 64, stopped: 80 } as const;

function reservation({ id, state, architecture, tags }: LocalInstance): string {
  const tagItems = Object.entries(tags).map(([key, value]) => textElement('key', key) + textElement('value', value));
  const instance = [
    textElement('instanceId', id),
    element('instanceState', textElement('code', String(CODES[state])) + textElement('name', state)),
    textElement('architecture', architecture),
    list('tagSet', tagItems),
  ].join('');
  return textElement('reservationId', id.replace(/^i-/, 'r-')) + list('instancesSet', [instance]);
}
