import ts from "typescript";
import { repositoryRoot } from "../docs/repository.js";

/** What the package exports, values and types, as the compiler sees it. */
export class PublicApi {
  readonly #checker: ts.TypeChecker;
  readonly #exports: ReadonlyMap<string, ts.Symbol>;

  constructor(entry = "src/index.ts") {
    const { config } = ts.readConfigFile(`${repositoryRoot}tsconfig.json`, ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, repositoryRoot);
    const program = ts.createProgram(
      [`${repositoryRoot}${entry}`, `${repositoryRoot}src/graphql.d.ts`],
      options,
    );
    this.#checker = program.getTypeChecker();
    const file = program.getSourceFile(`${repositoryRoot}${entry}`);
    const module = file && this.#checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`${entry} can't be read`);
    this.#exports = new Map(
      this.#checker
        .getExportsOfModule(module)
        .map((symbol) => [
          symbol.name,
          symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol,
        ]),
    );
  }

  /** Names of everything that is exported. */
  get names(): string[] {
    return [...this.#exports.keys()];
  }

  /**
   * Whether `expression` exists: `OnRunMetric`, `OnRunMetric.scope`, `RunEvent.state.eq`, an option as
   * `Api.automation({ name })`, or one of a constructor as `new SendWebhook({ payload })`.
   */
  has(expression: string): boolean {
    const [, isNew, path = "", option] = /^(new )?([\w.]+)(?:\(\{ (\w+) \}\))?$/.exec(expression) ?? [];
    const types = this.#resolve(path.split("."));
    if (option === undefined) return types.length > 0;
    return types
      .flatMap((type) => [...(isNew ? type.getConstructSignatures() : type.getCallSignatures())])
      .flatMap((signature) => signature.parameters)
      .map((parameter) => this.#checker.getTypeOfSymbol(parameter))
      .flatMap((type) => (type.isUnion() ? type.types : [type]))
      .some((type) => this.#checker.getPropertyOfType(type, option) !== undefined);
  }

  /** Members of an export, of its instances and of the class itself. */
  membersOf(name: string): string[] {
    return this.#typesOf(name).flatMap((type) =>
      this.#checker.getPropertiesOfType(type).map((property) => property.name),
    );
  }

  #typesOf(name: string): ts.Type[] {
    const symbol = this.#exports.get(name);
    if (!symbol) return [];
    const isType = symbol.flags & ts.SymbolFlags.Type;
    const isValue = symbol.flags & ts.SymbolFlags.Value;
    return [
      ...(isType ? [this.#checker.getDeclaredTypeOfSymbol(symbol)] : []),
      ...(isValue ? [this.#checker.getTypeOfSymbol(symbol)] : []),
    ];
  }

  #resolve([first = "", ...rest]: string[]): ts.Type[] {
    return rest.reduce(
      (types, member) =>
        types.flatMap((type) => {
          const property = this.#checker.getPropertyOfType(type, member);
          return property ? [this.#checker.getTypeOfSymbol(property)] : [];
        }),
      this.#typesOf(first),
    );
  }
}
