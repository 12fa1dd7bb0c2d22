/** A path with variables in it, which can only be checked when the code runs. */
type IsOpen<Path extends string> = Record<never, never> extends Record<Path, 1> ? true : false;

/** The path itself where it has one of the shapes, else the rule as a type that nothing has, for the compiler to show. */
type Shaped<Path extends string, Shape, NotShape, Rule> = Path extends string
  ? IsOpen<Path> extends true
    ? Path
    : Path extends NotShape
      ? Rule
      : Path extends Shape
        ? Path
        : Rule
  : never;

type Two = `${string}/${string}`;
type Three = `${string}/${string}/${string}`;
type Four = `${string}/${string}/${string}/${string}`;

/** `Path`, unless it is known when the code is compiled and isn't that of a project. */
export type ProjectPath<Path extends string> = Shaped<
  Path,
  Two,
  Three | `${string}/wandb-registry-${string}`,
  'a scope of runs must be "entity/project"'
>;

/** `Path`, unless it is known when the code is compiled and isn't that of a collection. */
export type CollectionPath<Path extends string> = Shaped<
  Path,
  Three,
  Four,
  'a collection must be "entity/project/collection"'
>;

/** `Path`, unless it is known when the code is compiled and is neither that of a project nor that of a collection. */
export type ScopePath<Path extends string> = Shaped<
  Path,
  Two,
  Four,
  'a scope must be "entity/project" or "entity/project/collection"'
>;
