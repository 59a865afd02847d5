import type { ASTNode } from '@marcbachmann/cel-js';

export interface Call {
  readonly name: string;
  /** The arguments, without the receiver of a method call. */
  readonly args: readonly ASTNode[];
  /** The number of loops around the call. */
  readonly loopsAround: number;
}

/** Functions that visit each item of a list. */
export const loops: readonly string[] = ['all', 'exists', 'exists_one', 'filter', 'map'];

export const isLoop = ({ name }: Pick<Call, 'name'>): boolean => loops.includes(name);

/** All calls in an expression, outermost first. */
export function calls(node: ASTNode, loopsAround = 0): readonly Call[] {
  const called = callOf(node);
  if (called === null) return childrenOf(node.args).flatMap((child) => calls(child, loopsAround));
  const { name, receiver, args } = called;
  return [
    { name, args, loopsAround },
    ...(receiver === null ? [] : calls(receiver, loopsAround)),
    ...args.flatMap((arg) => calls(arg, loopsAround + (isLoop({ name }) ? 1 : 0))),
  ];
}

/** Whether an expression contains this operator. */
export const has = (node: ASTNode, op: ASTNode['op']): boolean =>
  node.op === op || childrenOf(node.args).some((child) => has(child, op));

/** Has each call of one method call another one, in place: a copy would lose what the parser keeps in its nodes. */
export function renameMethod(node: ASTNode, from: string, to: string): void {
  if (node.op === 'rcall' && node.args[0] === from) node.args[0] = to;
  for (const child of childrenOf(node.args)) renameMethod(child, from, to);
}

function callOf(node: ASTNode): { name: string; receiver: ASTNode | null; args: readonly ASTNode[] } | null {
  if (node.op === 'call') return { name: node.args[0], receiver: null, args: node.args[1] };
  if (node.op === 'rcall') return { name: node.args[0], receiver: node.args[1], args: node.args[2] };
  return null;
}

/** The nodes among the arguments, at any depth of nested lists. */
function childrenOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return isNode(args) ? [args] : [];
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
