import ts from "typescript";

/** One import in a source file. */
export interface ModuleImport {
  /** What stands between the quotes. */
  readonly specifier: string;
  /** `static` is loaded with the file, `dynamic` when the code gets there, `type` never. */
  readonly kind: "static" | "dynamic" | "type";
  readonly line: number;
}

/** Whether nothing of an import or re-export is left at run time (`verbatimModuleSyntax` keeps the rest). */
function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
}

/** Every import of a file: declarations, re-exports, `import()`, `import("x").T` and `require()`. */
export function moduleImports(source: ts.SourceFile): ModuleImport[] {
  const found: ModuleImport[] = [];
  const add = (literal: ts.Node | undefined, kind: ModuleImport["kind"]) => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return;
    const { line } = source.getLineAndCharacterOfPosition(literal.getStart(source));
    found.push({ specifier: literal.text, kind, line: line + 1 });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, isTypeOnly(node) ? "type" : "static");
    } else if (ts.isImportTypeNode(node)) {
      if (ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, "type");
    } else if (ts.isExternalModuleReference(node)) {
      add(node.expression, "static");
    } else if (ts.isCallExpression(node)) {
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], "dynamic");
      else if (ts.isIdentifier(node.expression) && node.expression.text === "require")
        add(node.arguments[0], "static");
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
