/** Finds in the sources what can grow without anybody saying how far. */
import ts from 'typescript'

const adding = new Set(['set', 'add', 'push', 'unshift'])

/** `new Map()`, `new Set()`, `[]`: begun empty, so that whatever is in it was added later. */
function isBegunEmpty(node: ts.Expression | undefined): boolean {
  if (node === undefined) return false
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && /^(Map|Set)$/.test(node.expression.text) && (node.arguments?.length ?? 0) === 0
  if (ts.isAsExpression(node)) return isBegunEmpty(node.expression)
  return ts.isArrayLiteralExpression(node) && node.elements.length === 0
}

/** The nearest function around, or the file. */
function scopeOf(node: ts.Node): ts.Node {
  let at = node.parent
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent
  return at
}

/** A function handed straight to a call (`rows.map(…)`, `inTransaction(…)`) is over when the call is. */
const isPassing = (scope: ts.Node): boolean =>
  ts.isCallExpression(scope.parent) && scope.parent.arguments.some((one) => one === scope)

/** Whether a function between this place and the variable's own scope lives on. */
function livesOn(use: ts.Node, own: ts.Node): boolean {
  for (let scope = scopeOf(use); scope !== own; scope = scopeOf(scope)) {
    if (ts.isSourceFile(scope)) return false
    if (!isPassing(scope)) return true
  }
  return false
}

function isAddedTo(own: ts.Node, name: string): boolean {
  let isFound = false
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && isAdding(node) && livesOn(node, own)) isFound = true
    if (!isFound) ts.forEachChild(node, visit)
  }
  visit(own)
  return isFound
}

function isAdding(node: ts.Identifier): boolean {
  const { parent } = node
  const isOwner = ts.isPropertyAccessExpression(parent) && parent.expression === node && adding.has(parent.name.text)
  // The emulators' way to keep the latest only.
  const isHanded = ts.isCallExpression(parent) && /^(push|set|add)Latest$/.test(parent.expression.getText())
  return isOwner || isHanded
}

const isMapOrSet = (node: ts.Expression) => isBegunEmpty(node) && ts.isNewExpression(node)

/** The name of a collection that outlives the call that made it and can grow, if this node is one. */
function keptName(node: ts.Node): string | null {
  if (ts.isPropertyDeclaration(node)) return isBegunEmpty(node.initializer) ? node.name.getText() : null
  // A list in an object is mostly an answer; a map or a set is there to be looked into.
  if (ts.isPropertyAssignment(node)) return isMapOrSet(node.initializer) ? node.name.getText() : null
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !isBegunEmpty(node.initializer)) return null
  const own = scopeOf(node)
  return ts.isSourceFile(own) || isAddedTo(own, node.name.text) ? node.name.text : null
}

/** Names of the collections of one file that are kept beyond the call that made them, and can grow. */
export function collectionsIn(file: string, text: string): string[] {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    const name = keptName(node)
    if (name !== null) found.add(name)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true))
  return [...found]
}

/** A limit, or a list of what is asked for, which its giver has bounded. */
const bounding = /\bLIMIT\b|\btake:|\bANY ?\(|\bunnest\(|jsonb_to_recordset|\bin: \[/

/** Functions of one store that answer with a list as long as the table: neither a limit nor a list of keys is in them. */
export function unlimitedReadsIn(file: string, text: string): string[] {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true).statements.flatMap((node) => {
    if (!ts.isFunctionDeclaration(node) || node.body === undefined) return []
    const [answer, body] = [node.type?.getText() ?? '', node.body.getText()]
    const isList = /\[\]|Map<|Array<|Generator</.test(answer)
    const isRead = /\bSELECT\b|findMany/.test(body)
    return isList && isRead && !bounding.test(body) ? [node.name?.text ?? ''] : []
  })
}
