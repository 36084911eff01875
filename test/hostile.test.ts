import { deepEqual } from 'node:assert/strict';
import { loadAnalyser } from './support/analyse';

/** What begins and ends a comment, by the script that it stands in. */
const comments: Readonly<Record<string, readonly [start: string, end: string]>> = {
  'script.sh': ['# ', ''],
  'script.ps1': ['# ', ''],
  'block.ps1': ['<# ', '#>'],
  'script.cmd': ['rem ', ''],
  'labels.cmd': [':: ', ''],
};

describe('a comment that goes on and on', () => {
  for (const [path, [start, end]] of Object.entries(comments)) {
    it(`is read to its end: ${path}`, async () => {
      const analyse = await loadAnalyser();
      // As many as are looked at, each with so much behind it that to read on from all of them would take hours.
      const comment = `${start}${`az login ${'x '.repeat(100)}`.repeat(9_000)}${end}\r\n`;
      const { signIns } = analyse(`${comment}az login --identity\r\n`, { path });
      deepEqual(
        signIns.map(({ signIn }) => signIn.command.range.start),
        [comment.length],
      );
    });
  }
});
