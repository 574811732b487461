import { createRequire } from 'node:module';
import treeSitter, { type Node } from '@vscode/tree-sitter-wasm';

/*
 * What can be said of a PowerShell script where no PowerShell is: the grammar that editors use for it finds what does not
 * parse, and its tree is looked through for names that nobody defines.
 */

const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm');

/** The tree of a script. */
export async function parse(script: string): Promise<Node> {
  await treeSitter.Parser.init();
  const parser = new treeSitter.Parser();
  parser.setLanguage(await treeSitter.Language.load(grammar));
  const tree = parser.parse(script);
  if (tree === null) throw new Error('The parser gave up.');
  return tree.rootNode;
}

export const all = (node: Node, type: string): Node[] => node.descendantsOfType(type).filter((found) => found !== null);

/** What the grammar does not take, with its line. */
export function mistakes(node: Node): string[] {
  if (node.isError || node.isMissing) return [`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`];
  return node.hasError ? node.children.flatMap((child) => (child === null ? [] : mistakes(child))) : [];
}

/** The grammar wraps each expression in one node for every operator that binds more than its own: the node within them. */
export function innermost(node: Node): Node {
  const [only, ...others] = node.namedChildren;
  return only && others.length === 0 && node.type.endsWith('_expression') ? innermost(only) : node;
}

export interface Call {
  readonly name: string;
  readonly options: readonly string[];
  /** How many arguments it has in all. */
  readonly count: number;
}

/** Every call of a command or function by its name. */
export function calls(node: Node): Call[] {
  return all(node, 'command').flatMap((command) => {
    const name = command.childForFieldName('command_name') ?? command.namedChild(0);
    if (name?.type !== 'command_name') return [];
    const elements = all(command, 'command_elements').find(({ parent }) => parent?.id === command.id);
    const given = (elements?.namedChildren ?? []).filter((one) => one !== null && one.type !== 'command_argument_sep');
    const options = given.flatMap((one) => (one?.type === 'command_parameter' ? [one.text.slice(1)] : []));
    return [{ name: name.text, options, count: given.length }];
  });
}

/** Functions by name, with the names of their parameters. */
export const functions = (node: Node): Map<string, readonly string[]> =>
  new Map(
    all(node, 'function_statement').map((statement) => [
      all(statement, 'function_name')[0]?.text ?? '',
      all(statement, 'script_parameter').map((parameter) => nameOf(parameter.text)),
    ]),
  );

/** What a function calls, in the order of its text: commands by their names, methods of .NET as they are written. */
export function sequenceIn(node: Node, name: string): string[] {
  const isIt = (statement: Node) => all(statement, 'function_name')[0]?.text === name;
  const statement = all(node, 'function_statement').find(isIt);
  if (statement === undefined) throw new Error(`There is no function ${name}.`);
  const found = [...all(statement, 'command_name'), ...all(statement, 'invokation_expression')];
  return found.toSorted((a, b) => a.startIndex - b.startIndex).map(({ text }) => text);
}

/** A variable's name as PowerShell compares it: no `$`, no scope, and upper case is lower case. */
export const nameOf = (variable: string): string => variable.replace(/^\$\{?(script:)?|\}$/gi, '').toLowerCase();

const ASSIGNING = ['left_assignment_expression', 'foreach_statement', 'script_parameter'];

function assignedIn(node: Node): Node[] {
  return ASSIGNING.flatMap((type) =>
    all(node, type).flatMap((found) => {
      if (type === 'foreach_statement') return found.namedChild(0) ?? [];
      return all(found, 'member_access').length > 0 ? [] : all(found, 'variable');
    }),
  );
}

const isInFunction = (node: Node | null): boolean =>
  node !== null && (node.type === 'function_statement' || isInFunction(node.parent));

export interface Variables {
  /** Of the script, wherever they are set. */
  readonly ofScript: ReadonlySet<string>;
  /** By function: what it sets for itself alone. */
  readonly ofFunctions: ReadonlyMap<string, ReadonlySet<string>>;
  /** By function, '' for the script: what is read. */
  readonly read: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Who sets and who reads which variable. */
export function variables(node: Node): Variables {
  const statements = all(node, 'function_statement');
  const named = (statement: Node) => all(statement, 'function_name')[0]?.text ?? '';
  const isOfScript = (variable: Node) => /^\$script:/i.test(variable.text) || !isInFunction(variable);
  const names = (found: readonly Node[]) => new Set(found.map(({ text }) => nameOf(text)));
  const outside = all(node, 'variable').filter((variable) => !isInFunction(variable));
  return {
    ofScript: names(assignedIn(node).filter(isOfScript)),
    ofFunctions: new Map(
      statements.map((one) => [named(one), names(assignedIn(one).filter((variable) => !isOfScript(variable)))]),
    ),
    read: new Map([
      ['', names(outside)],
      ...statements.map((one) => [named(one), names(all(one, 'variable'))] as const),
    ]),
  };
}
