#!/usr/bin/env node
import module from "node:module";

// Node 22 keeps compiled code between runs, of what is loaded after this line.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
Promise.all([import("./process-io.js"), import("./run-cli.js")]).then(async ([{ processIo }, { runCli }]) => {
  process.exitCode = await runCli(process.argv.slice(2), processIo());
});
