import { describe, expect, test } from '@jest/globals';
import { Cursors } from '../../functions/cursors.ts';
import { cursors } from '../fixtures.ts';

const position = Buffer.from('{"offset":250}').toString('base64url');
const own = cursors.of('jobs', { status: 'failed' });
const cursor = own.seal(position) ?? '';
const refused = expect.objectContaining({ kind: 'malformed', code: 'CURSOR_INVALID' });

describe('a cursor', () => {
  test('opens where it was sealed, and also once the function has started anew', () => {
    expect(own.open(cursor)).toBe(position);
    expect(new Cursors('fleet-upgrade-dev').of('jobs', { status: 'failed' }).open(cursor)).toBe(position);
  });

  test('is fit for a URL as it is', () => {
    expect(cursor).toMatch(/^[\w-]+$/);
  });

  test('that was not given is the beginning, and there is none at the end', () => {
    expect(own.open(undefined)).toBeNull();
    expect(own.seal(null)).toBeNull();
  });

  test('opens where a filter that is not given is undefined instead', () => {
    expect(cursors.of('jobs', { status: 'failed', phase: undefined }).open(cursor)).toBe(position);
  });

  test.each([
    ['another list', cursors.of('agents', { status: 'failed' })],
    ['another filter', cursors.of('jobs', { status: 'success' })],
    ['no filter', cursors.of('jobs')],
    ['one filter more', cursors.of('jobs', { status: 'failed', phase: 'done' })],
    ['another deployment', new Cursors('fleet-upgrade-prod').of('jobs', { status: 'failed' })],
  ])('of %s is refused', (_sentence, other) => {
    expect(() => other.open(cursor)).toThrow(refused);
  });

  test.each([
    ['is empty', ''],
    ['is a position alone', position],
    ['is a check alone', cursor.slice(0, 16)],
    ['has another check', `${'A'.repeat(16)}${position}`],
    ['lost its end', cursor.slice(0, -1)],
    ['goes on', `${cursor}A`],
    ['is padded', `${cursor}=`],
    ['is nonsense', 'nonsense'],
  ])('that %s is refused', (_sentence, mangled) => {
    expect(() => own.open(mangled)).toThrow(refused);
  });

  test('is refused with any one of its characters changed', () => {
    for (let index = 0; index < cursor.length; index++) {
      const mangled = `${cursor.slice(0, index)}${cursor[index] === 'A' ? 'B' : 'A'}${cursor.slice(index + 1)}`;
      expect(() => own.open(mangled)).toThrow(refused);
    }
  });
});
