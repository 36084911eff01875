import type { Dialect } from '../../model';

const dialects: Readonly<Record<string, Dialect>> = {
  sh: 'bash',
  bash: 'bash',
  zsh: 'bash',
  ksh: 'bash',
  dash: 'bash',
  ash: 'bash',
  pwsh: 'powershell',
  powershell: 'powershell',
  cmd: 'cmd',
};

/** The option that a script follows, by the shell that reads it. */
export const scriptOptions: Readonly<Record<Dialect, RegExp>> = {
  bash: /^-\w*c$/,
  powershell: /^-c(?:o(?:m(?:m(?:a(?:nd?)?)?)?)?)?$/i,
  cmd: /^\/[ck]$/i,
};

/** Takes the name of a shell, or a command line that begins with its name or path; undefined if it is of no shell. */
export function dialectOfShell(commandLine: string): Dialect | undefined {
  return dialectNamed(/^\s*(?:\S*[/\\])?([\w-]+)/.exec(commandLine)?.[1] ?? '');
}

/** Takes the name of a program, or its path, which may have blanks; undefined if it is no shell. */
export function dialectOfProgram(program: string): Dialect | undefined {
  return dialectNamed(program.replace(/^.*[/\\]/s, '').replace(/\.exe$/i, ''));
}

function dialectNamed(name: string): Dialect | undefined {
  const known = name.toLowerCase();
  return Object.hasOwn(dialects, known) ? dialects[known] : undefined;
}
