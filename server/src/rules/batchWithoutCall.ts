import type { Change, Command } from '../model';
import { prefixOf } from '../signIns/words';
import { notRepaired, repairedBy } from './repair';
import type { Rule } from './rule';
import { siteRange } from './site';
import { issue, sources } from './sources';

export const batchWithoutCall: Rule = {
  id: 'batch-without-call',
  summary: 'A batch file runs `az` without `call`, so what follows never runs',
  why: `On Windows \`az\` is \`az.cmd\`, a batch file. A batch file that runs another one without \`call\` hands over to it and does
not get control back: once \`az login\` has ended, so has the script, and with no error. What follows in the same line or the
same parentheses still runs, since cmd has read that as a whole; what follows behind it does not. In a subroutine the
subroutine ends there.

Nothing is lost where another cmd runs the sign-in, which comes back: in the command of a \`for /f\`, on either side of a
\`|\`, behind \`cmd /c\` and \`start\`. At a prompt no \`call\` is needed either.`,
  severity: { unattended: 'error', unknown: 'error', attended: 'error', documentation: 'none' },
  confidence: 'Certain: it is reported only where commands follow that do more than end the script.',
  fixSafety:
    'Safe: `call` comes in front of it and of every other `az` of the script that ends it, and who signs in and how stays. There is no fix where `call`, which reads its words once more, would read them in another way.',
  safety: 'safe',
  additional: true,
  tools: ['az login'],
  sources: [sources.call, sources.batchInBatch, issue(10613)],
  cases: [
    {
      title: 'Commands follow',
      dialect: 'cmd',
      before: '@echo off\n⟦az login⟧ --identity\ncall az group list',
      after: '@echo off\ncall az login --identity\ncall az group list',
    },
    {
      title: 'In a block, behind which commands follow',
      dialect: 'cmd',
      before: 'if not defined SIGNED_IN (\n  ⟦az login⟧ --identity\n  set SIGNED_IN=1\n)\ncall az group list',
      after:
        'if not defined SIGNED_IN (\n  call az login --identity\n  set SIGNED_IN=1\n)\ncall az group list',
    },
    {
      title: 'Each of several commands would end the script',
      dialect: 'cmd',
      before: '@echo off\n⟦az login⟧ --identity\naz account set --subscription demo\ncall az group list',
      after:
        '@echo off\ncall az login --identity\ncall az account set --subscription demo\ncall az group list',
    },
    { title: 'The last command', dialect: 'cmd', before: '@echo off\naz login --identity\nexit /b' },
    {
      title: 'Another cmd runs it',
      dialect: 'cmd',
      before: "for /f %%i in ('az login --identity --query [0].id') do set ID=%%i\ncall az group list",
    },
  ],
  check(signIn) {
    const range = signIn.command.cutsOff;
    if (range === undefined) return undefined;
    return {
      range: siteRange(signIn),
      message:
        'az is a batch file: run without call it ends this script, so the commands behind it never run. Write call az login.',
      related: [{ range, message: 'The first command that never runs.' }],
    };
  },
  remedy({ command }, { uncalled = [command] }) {
    if (readsOtherwiseOnceCalled(command)) {
      return notRepaired(
        '`call` reads its words once more, and would take a `%` or `^` in them away or double it.',
      );
    }
    // The next one would end the script just as this one does, and one before it does so already.
    const repaired = uncalled.filter((each) => !readsOtherwiseOnceCalled(each));
    return repairedBy({
      id: 'batch-without-call',
      title: repaired.length > 1 ? `Run ${repaired.length} az commands with call` : 'Run az login with call',
      safety: 'safe',
      changes: repaired.map((each): Change => ({ kind: 'call', command: each })),
      promises: undefined,
      notes:
        repaired.length === uncalled.length
          ? []
          : [
              'Other az commands of the script need call as well, which would read a `%` or `^` in them in another way.',
            ],
    });
  },
};

/** Says whether `call`, which reads the words of a command once more, would read them in another way. */
function readsOtherwiseOnceCalled({ words }: Command): boolean {
  return words.some((word) => /[%^]/.test(prefixOf(word)));
}
