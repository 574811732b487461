import Sequencer from '@jest/test-sequencer';

/** Folders whose tests start the whole stack or real processes: a long one that came last would keep one core waiting. */
const LONG = ['/test/acceptance/', '/test/local/', '/test/contracts/', '/test/functions/'];

const rank = ({ path }) => {
  const index = LONG.findIndex((folder) => path.includes(folder));
  return index === -1 ? LONG.length : index;
};

/** The order of a first run, on a machine that knows no times yet; after that, jest's own: the longest first. */
export default class LongFoldersFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return tests.some(({ duration }) => duration !== undefined) ? sorted : sorted.sort((a, b) => rank(a) - rank(b));
  }
}
