import { join } from "node:path";
import ts from "typescript";
import type { Snippet } from "./extract-snippets.js";
import { repositoryRoot } from "./repository.js";

/**
 * The program a snippet is: its own code, with the values it asks for (`context=slack`) imported on its
 * first line, so that line numbers stay true.
 *
 * @param contextModule - module specifier that the shared values come from.
 */
export function snippetProgram(snippet: Snippet, contextModule: string): string {
  const names = snippet.flags.flatMap((flag) => /^context=(.+)$/.exec(flag)?.[1]?.split(",") ?? []);
  const preamble = names.length > 0 ? `import { ${names.join(", ")} } from "${contextModule}"; ` : "";
  return `${preamble}${snippet.code}\nexport {};\n`;
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(repositoryRoot, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repositoryRoot);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}

/**
 * Type-checks the snippets, all in one program, against the package's sources. A mistake in a block that
 * others continue is reported once.
 *
 * @returns one line a mistake: `README.md:12: Cannot find name 'x'.`
 */
export function typeProblems(snippets: readonly Snippet[]): string[] {
  const bySnippetPath = new Map(
    snippets.map((snippet, index) => [join(repositoryRoot, "test/docs", `snippet-${index}.ts`), snippet]),
  );
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (path) => bySnippetPath.has(path) || fileExists(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const snippet = bySnippetPath.get(path);
    if (snippet === undefined) return getSourceFile(path, languageVersion, ...rest);
    return ts.createSourceFile(path, snippetProgram(snippet, "./context.js"), languageVersion);
  };
  const ambient = join(repositoryRoot, "src/graphql.d.ts");
  const program = ts.createProgram([...bySnippetPath.keys(), ambient], options, host);
  const problems = [...bySnippetPath].flatMap(([path, snippet]) => {
    const source = program.getSourceFile(path)!;
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ];
    return diagnostics.map(({ start = 0, messageText }) => {
      const line = snippet.line + source.getLineAndCharacterOfPosition(start).line;
      return `${snippet.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  });
  return [...new Set(problems)];
}
