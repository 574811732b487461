/*
 * What readers of a job are told of an error. Whoever may read a job need not know the account's roles and resources, nor the program's
 * insides: the whole error is in the log of the function that met it.
 */

/** The error's name, such as `AccessDeniedException`; what looks like no name is none. */
export const errorName = (name: unknown): string =>
  typeof name === 'string' && /^[A-Za-z][\w.]{0,99}$/.test(name) ? name : 'an error without a name';

/** The text without these values of parameters, as far as they are long enough to be more than a word: one may be a signed address. */
export const withoutValues = (text: string, values: readonly string[]): string =>
  values.filter(({ length }) => length >= 32).reduce((rest, value) => rest.replaceAll(value, '(a value)'), text);

/** The text without the Amazon Resource Names in it. */
export const withoutArns = (text: string): string => text.replace(/\barn:[\w-]+:[^\s"'),;]*/g, '(a resource)');
