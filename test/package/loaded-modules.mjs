import { isBuiltin } from "node:module";

const OWN = "wandb-automations";

/** The package a module's path or URL lies in. */
function packageOf(url) {
  const [, path] = url.split(/\/node_modules\/(?!.*\/node_modules\/)/);
  return path
    ?.split("/")
    .slice(0, path.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Loads the root entry in the empty project, both ways, and refuses any other package and anything of Node. */
export function checkLoadedModules(node) {
  const counts = ["print-loaded.mjs", "print-loaded-cjs.cjs"].map((script) => {
    const loaded = JSON.parse(node(script)).filter(({ parent }) => packageOf(parent ?? "") !== undefined);
    const strays = loaded.filter(({ url }) => isBuiltin(url) || packageOf(url) !== OWN);
    if (strays.length > 0) {
      const lines = strays.map(({ url, parent }) => `  ${url} asked for by ${parent}`);
      throw new Error(`${script}: the root entry loads what it must not:\n${lines.join("\n")}`);
    }
    const modules = new Set(loaded.map(({ url }) => url)).size;
    // The entry has chunks.
    if (modules < 2) throw new Error(`${script} saw nothing being loaded: its hook doesn't work any more`);
    return `${modules} modules`;
  });
  return `root entry loads nothing but its own files: ${counts.join(" as ESM, ")} as CommonJS`;
}
