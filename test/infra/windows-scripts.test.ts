import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Node } from '@vscode/tree-sitter-wasm';
import { type CommandDocument, ownDocuments } from '../../lib/documents/documents.ts';
import { all, calls, functions, innermost, mistakes, nameOf, parse, sequenceIn, variables } from './powershell.ts';

/*
 * There is no Windows here: these scripts were never run by a test. What can be checked without is: that they parse, that they name
 * nothing that nobody defines, and a few traps of the language that a review by eye misses.
 */

/** What the scripts use of Windows PowerShell 5.1, each with the options that its reference page lists and that are used here. */
const CMDLETS: Readonly<Record<string, readonly string[]>> = {
  'Add-Type': ['AssemblyName'],
  'Get-AuthenticodeSignature': ['LiteralPath'],
  'Get-ChildItem': ['Path', 'LiteralPath', 'Directory', 'Filter', 'ErrorAction'],
  'Get-Command': ['Name', 'CommandType', 'ErrorAction'],
  'Get-FileHash': ['LiteralPath', 'Algorithm'],
  'Get-Item': ['LiteralPath', 'Force', 'ErrorAction'],
  'Get-ItemProperty': ['LiteralPath'],
  'Get-Process': ['Id', 'ErrorAction'],
  'Join-Path': [],
  'New-Item': ['ItemType', 'Path', 'Value'],
  'Select-Object': ['First', 'Skip'],
  'Sort-Object': ['Property', 'Descending'],
  'Start-Process': ['FilePath', 'ArgumentList', 'WindowStyle', 'PassThru'],
  'Start-Sleep': ['Seconds', 'Milliseconds'],
  'Test-Path': ['LiteralPath', 'PathType'],
  // Of the AWS Tools for PowerShell, where the node has them.
  'Read-S3Object': ['BucketName', 'Key', 'File', 'Region'],
};

/** Variables that PowerShell itself sets or reads. */
const AUTOMATIC = [
  ['_', 'true', 'false', 'null', 'pid', 'matches', 'pscommandpath'],
  ['erroractionpreference', 'progresspreference'],
].flat();

/** Everything in the environment that the scripts read or set beside the parameters. */
const ENVIRONMENT = [
  ['SystemRoot', 'ProgramFiles', 'COMPUTERNAME', 'AWS_SSM_INSTANCE_ID', 'AWS_SSM_REGION_NAME'],
  ['FLEET_ROOT', 'FLEET_VERSION', 'FLEET_SERVICE', 'FLEET_FOREGROUND'],
].flat();

function scriptOf({ mainSteps }: CommandDocument): string {
  const steps = mainSteps.filter(({ action }) => action === 'aws:runPowerShellScript');
  return steps.flatMap((step) => step.inputs.runCommand).join('\n');
}

const ofWindows = Object.entries(ownDocuments).filter(([, document]) => scriptOf(document) !== '');

test('the documents for Windows are these', () => {
  expect(ofWindows.map(([name]) => name)).toEqual(['package', 'msi', 'report']);
});

describe.each(ofWindows)('on Windows, document %s', (name, document) => {
  const script = scriptOf(document);
  let tree: Node;
  beforeAll(async () => {
    tree = await parse(script);
  });

  test('parses', () => {
    expect(mistakes(tree)).toEqual([]);
    expect(all(tree, 'function_statement').length).toBeGreaterThan(10);
  });

  test('takes every parameter, as older agents paste it', () => {
    const head = script.slice(0, script.indexOf('\n}\n')).split('\n').slice(1);
    expect(head).toEqual(Object.keys(document.parameters).map((one) => `${one} = '{{ ${one} }}'`));
    expect(script.split('{{')).toHaveLength(head.length + 1); // Systems Manager takes no other two braces for its own
  });

  test('uses every parameter, and none that no document has', () => {
    const named = [
      ...script.matchAll(/\$given\.(?!Keys|ContainsKey)(\w+)/g),
      ...script.matchAll(/(?:Read-Encoded|Assert-Parameter|Assert-FileName) '(\w+)'/g),
      ...script.matchAll(/foreach \(\$name in '(\w+)', '(\w+)'\)/g),
    ].flatMap(([, ...names]) => names);
    const own = Object.keys(document.parameters);
    expect(named).toEqual(expect.arrayContaining(own));
    const known = Object.values(ownDocuments).flatMap(({ parameters }) => Object.keys(parameters));
    expect(named.filter((one) => !known.includes(one))).toEqual([]);
  });

  test('defines each function once and calls it with all it takes', () => {
    const own = functions(tree);
    expect(all(tree, 'function_statement')).toHaveLength(own.size);
    const wrong = calls(tree).filter(({ name: called, count }) => own.has(called) && own.get(called)?.length !== count);
    expect(wrong).toEqual([]);
  });

  test('calls nothing that neither it nor Windows PowerShell 5.1 has', () => {
    const own = functions(tree);
    const foreign = calls(tree).filter(({ name: called }) => !own.has(called));
    const unknown = foreign.filter(
      ({ name: called, options }) => !CMDLETS[called] || !options.every((option) => CMDLETS[called]?.includes(option)),
    );
    expect(unknown).toEqual([]);
  });

  test('reads no variable that nobody sets', () => {
    const { ofScript, ofFunctions, read } = variables(tree);
    const unknown = [...read].flatMap(([where, names]) =>
      [...names].filter((one) => {
        if (one.startsWith('env:')) return false;
        return !ofScript.has(one) && !ofFunctions.get(where)?.has(one) && !AUTOMATIC.includes(one);
      }),
    );
    expect(unknown).toEqual([]);
    const environment = all(tree, 'variable').filter(({ text }) => /^\$env:/i.test(text));
    const expected = [...ENVIRONMENT, 'SSM_Artifacts', 'SSM_Proxy'].map((one) => `env:${one}`.toLowerCase());
    expect(environment.map(({ text }) => nameOf(text)).filter((one) => !expected.includes(one))).toEqual([]);
  });

  test('sets what is of the script with its scope, and nothing in a function that only hides it', () => {
    const { ofScript, ofFunctions } = variables(tree);
    const hiding = [...ofFunctions].flatMap(([where, names]) =>
      [...names].filter((one) => ofScript.has(one)).map((one) => `${where}: ${one}`),
    );
    expect(hiding).toEqual([]);
  });

  test.each<[string, RegExp]>([
    ['evaluates no text', /Invoke-Expression|\biex\b|ScriptBlock\]::Create|\.Invoke\(|Invoke-Command/i],
    ['runs no program by name or variable but through Invoke-Program', /& *["'$](?!step\b|stage\b)|& *\w/],
    [
      'has no colon after a variable in a text, where PowerShell sees a scope',
      /"[^"\n]*\$(?!env:|script:)\w+:[^"\n]*"/i,
    ],
    ['redirects no error output, of which 5.1 makes an exception', /2>/],
    ['ends with 0 or 1, since SSM Agent has its own ideas of 3010, 168 and 169', /\bexit (?![01]\b)/],
    ['is plain ASCII', /[^\n -~]/],
  ])('%s', (_what, trap) => {
    expect(script.match(trap)?.[0]).toBeUndefined();
  });

  test('adds no list to a text: a comma binds more than a plus', () => {
    const sums = all(tree, 'additive_expression').filter((sum) => sum.namedChildCount > 1);
    const terms = sums.flatMap((sum) => sum.namedChildren.flatMap((term) => (term === null ? [] : innermost(term))));
    expect(terms.filter(({ type }) => type === 'array_literal_expression').map(({ text }) => text)).toEqual([]);
  });

  test(`prints its one line itself: ${name}`, () => {
    const printing = script.match(/\[Console\]::Out\.Write\(/g);
    expect(printing).toHaveLength(2);
    expect(script).not.toMatch(/Write-(Output|Host|Error|Warning|Verbose)|Out-/);
  });
});

describe.each(['package', 'msi'] as const)('the switch of %s on Windows', (name) => {
  let tree: Node;
  beforeAll(async () => {
    tree = await parse(scriptOf(ownDocuments[name]));
  });

  test.each<[string, string, readonly string[]]>([
    [
      'repairs what was cut off under the lock, before it ends, looks or switches itself, and notes the way back before it switches',
      'Invoke-Switch',
      [
        'Enter-Lock',
        'Repair-Agent',
        'Complete-Killed',
        '[IO.File]::WriteAllText("$attempt\\old", $old)',
        'Complete-WhenCurrent',
        'Set-Place',
        'Complete-WhenTooLate',
        '[IO.File]::WriteAllText("$attempt\\from", $from)',
        'Switch-Forward',
      ],
    ],
    [
      'repairs each attempt that was cut off, and forgets its way back last: a repair that is cut off is repeated',
      'Repair-Agent',
      ['Get-Unfinished', 'Undo-Unfinished', '[IO.File]::Delete("$($journal.FullName)\\from")'],
    ],
    ['finds such attempts by their journals', 'Get-Unfinished', ['Get-ChildItem', 'Test-Path']],
    [
      'ends no attempt as current before it was looked for them',
      'Start-Attempt',
      ['Test-LeftBehind', 'Complete-WhenCurrent'],
    ],
    ['looks for them, whoever has the lock', 'Test-LeftBehind', ['Get-Unfinished']],
    [
      'lets go of the lock once the result is there, and the way back is not',
      'Complete-Attempt',
      ['Save-Once', 'Exit-Lock'],
    ],
    [
      'lets go of the lock last',
      'Exit-Lock',
      ['[IO.File]::Delete("$attempt\\from")', '[IO.File]::Delete("$root\\holder")', '$lock.Close()'],
    ],
  ])('%s', (_sentence, where, steps) => {
    expect(sequenceIn(tree, where).filter((step) => steps.includes(step))).toEqual(steps);
  });

  test('does not ask the holder of the lock what is to be repaired: a repair that is cut off makes itself the holder', () => {
    const texts = all(tree, 'function_statement').filter(({ text }) =>
      /^function (Repair-Agent|Get-Unfinished|Undo-Unfinished)\b/.test(text),
    );
    expect(texts).toHaveLength(3);
    expect(texts.filter(({ text }) => /holder|\$dead\b/.test(text))).toEqual([]);
  });
});
