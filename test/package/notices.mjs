import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Packages whose code went into the built files, going by the source maps. */
function bundledPackages(dist) {
  const maps = readdirSync(dist).filter((name) => name.endsWith(".map"));
  const sources = maps.flatMap((name) => JSON.parse(readFileSync(join(dist, name), "utf8")).sources);
  return [
    ...new Set(sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? [])),
  ].sort();
}

/** Every bundled package must be named in a heading of THIRD-PARTY-NOTICES.md, and nothing else may be. */
export function checkNotices(installed) {
  const bundled = bundledPackages(join(installed, "dist"));
  const headings = readFileSync(join(installed, "THIRD-PARTY-NOTICES.md"), "utf8").match(/^## .+$/gm) ?? [];
  const named = headings
    .flatMap((heading) => heading.slice(3).split(", "))
    .filter((name) => !name.includes(" "));
  if (bundled.join() !== named.sort().join())
    throw new Error(`bundled: ${bundled.join(", ")}; named in THIRD-PARTY-NOTICES.md: ${named.join(", ")}`);
  return `notices name what is bundled: ${bundled.join(", ")}`;
}
