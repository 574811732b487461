import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findCommand, type ScriptBench } from './script-bench.ts';

/** Who is killed: the process group that SSM Agent started, the process that switches (out of memory), or both (a crash). */
export type Victim = 'group' | 'switch' | 'machine';

/** A step of a script: a call of a tool, and whether the attempt had come to its switch. */
export interface Step {
  readonly part: 'prepare' | 'switch';
  readonly tool: string;
}

/**
 * Tools that only read, or only start what is a step itself: a kill at them finds what a kill at the step before found. A tool that is not named here is a
 * step, so that one that a script takes up later cannot be missed.
 */
const READERS = new Set(
  'awk base64 basename cat cksum cut date df dirname env find grep gzip head id ls openssl readlink sed sha256sum sleep sort stat tail timeout tr uname wc'.split(
    ' ',
  ),
);

/** Counts its calls in $HOME/steps while $HOME/kill is there, and at the call with the number in it kills. */
const shim = (folders: readonly string[]) => `#!${findCommand('dash') ?? '/bin/sh'}
tool=\${0##*/} at=0
for folder in ${folders.map((folder) => `'${folder}'`).join(' ')}; do [ ! -x "$folder/$tool" ] || break; done
{ read -r at victim id <"$HOME/kill"; } 2>/dev/null || exec "$folder/$tool" "$@"
part=prepare switching='' steps=0
[ ! -s "$HOME/attempts/$id/switching" ] || { part=switch && read -r switching <"$HOME/attempts/$id/switching"; }
printf '%s %s\\n' "$part" "$tool" >>"$HOME/steps"
while read -r _; do steps=$((steps + 1)); done <"$HOME/steps"
[ "$steps" -ge "$at" ] && [ "$at" -gt 0 ] || exec "$folder/$tool" "$@"
${findCommand('rm')} -f "$HOME/kill"
begun='' switching=\${switching%%:*}
[ ! -s "$HOME/attempts/$id/begun" ] || read -r begun <"$HOME/attempts/$id/begun"
begun=\${begun%%:*}
kill_others() { # my own group last, since nothing comes after that
  read -r stat </proc/$$/stat
  set -- \${stat##*) }
  for group in $begun $switching; do [ "$group" = "$3" ] || kill -s KILL -- "-$group"; done
  kill -s KILL -- "-$3"
}
case $victim in
  group) kill -s KILL -- "-\${begun:-$PPID}" ;;
  switch) kill -s KILL "$switching" ;;
  machine) kill_others ;;
esac 2>/dev/null
exec "$folder/$tool" "$@"
`;

/** Makes, below `directory`, a PATH in which each tool but the readers is a step; \`sh\` is the given shell. */
export async function pathOfSteps(directory: string, sh: string): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const [shells, steps] = [join(directory, 'shells'), join(directory, 'steps')];
  await Promise.all([mkdir(shells, { recursive: true }), mkdir(steps, { recursive: true })]);
  await symlink(sh, join(shells, 'sh'));
  const listed = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const tools = [...new Set(listed.flat())].filter((tool) => !READERS.has(tool));
  await writeFile(join(directory, 'shim'), shim([shells, ...folders]), { mode: 0o755 });
  await Promise.all(tools.map((tool) => symlink(join(directory, 'shim'), join(steps, tool))));
  return [steps, ...folders].join(delimiter);
}

/** From now on the bench's scripts count their steps, and at the one with this number, counted from 1, they are killed. */
export async function killAt(bench: ScriptBench, step: number, victim: Victim, attemptId: string): Promise<void> {
  await writeFile(join(bench.directory, 'steps'), '');
  await writeFile(join(bench.directory, 'kill'), `${step} ${victim} ${attemptId}\n`);
}

/** The steps since `killAt`. */
export async function stepsOf(bench: ScriptBench): Promise<Step[]> {
  const text = await readFile(join(bench.directory, 'steps'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [part, tool = ''] = line.split(' ');
      return { part: part === 'switch' ? 'switch' : 'prepare', tool };
    });
}
