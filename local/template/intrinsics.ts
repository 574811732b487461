/** What the names in a template stand for: parameters and resources, each by its logical id. */
export interface Names {
  /** What `Ref` answers; throws for a name that the template does not have. */
  ref(name: string): unknown;
  /** What `Fn::GetAtt` answers; throws for an attribute that is not known here. */
  attribute(logicalId: string, attribute: string): unknown;
}

/** Stands for a property that CloudFormation leaves out (`AWS::NoValue`). */
export const NO_VALUE = Symbol('AWS::NoValue');

/** An error that says what in the template is not understood. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/**
 * Replaces the intrinsic functions in a value of a CloudFormation template. Only those that our stack uses are
 * understood; any other throws a TemplateError, since a guess here would be a difference between local and deployed.
 */
export function resolve(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, names)).filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (key !== undefined && isIntrinsic(key)) {
    if (others.length > 0) throw new TemplateError(`${key} has neighbours: ${others.join(', ')}`);
    return apply(key, value[key], names);
  }
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => [name, resolve(item, names)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}

const isIntrinsic = (key: string) => key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');

function apply(name: string, argument: unknown, names: Names): unknown {
  switch (name) {
    case 'Ref':
      return names.ref(text(argument, name));
    case 'Fn::GetAtt':
      return getAttribute(argument, names);
    case 'Fn::Join':
      return join(argument, names);
    case 'Fn::Sub':
      return substitute(argument, names);
    default:
      throw new TemplateError(`The intrinsic function ${name} is not understood here.`);
  }
}

function getAttribute(argument: unknown, names: Names): unknown {
  const parts = typeof argument === 'string' ? argument.split('.') : list(argument, 'Fn::GetAtt');
  const [logicalId, ...attribute] = parts.map((part) => text(part, 'Fn::GetAtt'));
  return names.attribute(text(logicalId, 'Fn::GetAtt'), attribute.join('.'));
}

function join(argument: unknown, names: Names): string {
  const [delimiter, items] = list(argument, 'Fn::Join');
  const texts = list(resolve(items, names), 'Fn::Join').map((item) => text(item, 'Fn::Join'));
  return texts.join(text(delimiter, 'Fn::Join'));
}

/** `${Name}`, `${Id.Attribute}` and `${!Literal}`, with an optional map of further names. */
function substitute(argument: unknown, names: Names): string {
  const [template, own = {}] = typeof argument === 'string' ? [argument] : list(argument, 'Fn::Sub');
  const extra = resolve(own, names);
  return text(template, 'Fn::Sub').replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (isObject(extra) && Object.hasOwn(extra, name)) return text(extra[name], 'Fn::Sub');
    return text(name.includes('.') ? getAttribute(name, names) : names.ref(name), 'Fn::Sub');
  });
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new TemplateError(`${where} needs text, not ${JSON.stringify(value)}.`);
}

function list(value: unknown, where: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where} needs a list, not ${JSON.stringify(value)}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
