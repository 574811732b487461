/** Orders two runs of digits by their value, however long they are: `20260115093000123456` is more than a number can tell apart. */
export function compareDigits(a: string, b: string): number {
  const [one, other] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return one.length - other.length || compareText(one, other);
}

/** Orders two texts by their characters' codes, as C does, whatever the language. */
export const compareText = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
