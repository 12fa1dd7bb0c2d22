import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Packages whose code went into the built files, going by what the build says of itself. */
function bundledPackages(dist) {
  const sources = ["esm", "cjs"].flatMap((format) => {
    const { outputs } = JSON.parse(readFileSync(join(dist, `metafile-${format}.json`), "utf8"));
    return Object.values(outputs).flatMap(({ inputs }) =>
      Object.keys(inputs).filter((source) => inputs[source].bytesInOutput > 0),
    );
  });
  const names = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Every bundled package must be named in a heading of THIRD-PARTY-NOTICES.md, and nothing else may be. */
export function checkNotices(repository, installed) {
  const bundled = bundledPackages(join(repository, "dist"));
  const headings = readFileSync(join(installed, "THIRD-PARTY-NOTICES.md"), "utf8").match(/^## .+$/gm) ?? [];
  const named = headings
    .flatMap((heading) => heading.slice(3).split(", "))
    .filter((name) => !name.includes(" "));
  if (bundled.join() !== named.sort().join())
    throw new Error(`bundled: ${bundled.join(", ")}; named in THIRD-PARTY-NOTICES.md: ${named.join(", ")}`);
  const graphiql = readFileSync(join(installed, "dist/graphiql/LICENSES.txt"), "utf8");
  for (const name of ["codemirror", "graphiql", "graphql", "react", "react-dom"])
    if (!new RegExp(`^${name} \\d+\\.\\d+\\.\\d+, MIT$`, "m").test(graphiql))
      throw new Error(`the licences of GraphiQL's files don't name ${name}`);
  return `notices name what is bundled: ${bundled.join(", ")}, and GraphiQL's parts`;
}
