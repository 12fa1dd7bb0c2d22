import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The ways in which TypeScript projects find a package's types. */
const SETTINGS = {
  "node16, ESM": { file: "consumer.mts", module: "node16", moduleResolution: "node16" },
  "node16, CommonJS": { file: "consumer.cts", module: "node16", moduleResolution: "node16" },
  bundler: { file: "consumer.ts", module: "esnext", moduleResolution: "bundler" },
};

/**
 * Compiles consumer.ts against the packed types in each setting: strictly, with declaration files checked too, and
 * without the types of any package but the ones installed. It expects errors as well, so types that have become
 * `any` are noticed.
 */
export function checkTypes(run, repository, project) {
  const tsc = join(repository, "node_modules/typescript/bin/tsc");
  for (const { file, ...moduleOptions } of Object.values(SETTINGS)) {
    if (file !== "consumer.ts") cpSync(join(project, "consumer.ts"), join(project, file));
    const compilerOptions = {
      ...moduleOptions,
      target: "es2022",
      lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable", "esnext.disposable"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
    run(process.execPath, tsc, "-p", "tsconfig.json");
  }
  return `types compile: ${Object.keys(SETTINGS).join("; ")}`;
}
