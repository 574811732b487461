/** The same object, with `before` called ahead of each of its methods: to note the order of calls, or to crash at one. */
export function watched<Target extends object>(
  target: Target,
  before: (method: string, args: readonly unknown[]) => void,
): Target {
  return new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]) => {
        before(String(name), args);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
