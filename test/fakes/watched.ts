/**
 * The same object, with `before` called ahead of each of its methods: to note the order of calls, or to crash at one; and `after` once
 * its work is done, to crash then.
 */
export function watched<Target extends object>(
  target: Target,
  before: (method: string, args: readonly unknown[]) => void,
  after: (method: string) => void = () => undefined,
): Target {
  return new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        before(String(name), args);
        const answer: unknown = await Reflect.apply(member, target, args);
        after(String(name));
        return answer;
      };
    },
  });
}
