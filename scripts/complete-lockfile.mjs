#!/usr/bin/env node
// Adds to package-lock.json the binaries of other platforms that npm left out. npm drops an optional package from
// the lockfile when the registry in use can't serve it, and `npm ci` then refuses that lockfile everywhere.
import { readFileSync, writeFileSync } from "node:fs";

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "win32"];
const PROCESSORS = [
  "arm64",
  "x64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
];

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const added = {};
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (
      parent === "" ||
      lock.packages[`node_modules/${name}`] ||
      lock.packages[`${parent}/node_modules/${name}`]
    )
      continue;
    const parts = name.split(/[-/]/);
    const os = SYSTEMS.filter((system) => parts.includes(system));
    const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
    const libc = [...(name.includes("musl") ? ["musl"] : []), ...(name.includes("-gnu") ? ["glibc"] : [])];
    if (os.length === 0 && cpu.length === 0) continue;
    added[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      ...(dev && { dev }),
      ...(os.includes("linux") && libc.length > 0 && { libc }),
      optional: true,
      ...(os.length > 0 && { os }),
    };
  }
}
const [root, ...others] = Object.entries({ ...lock.packages, ...added });
lock.packages = Object.fromEntries([root, ...others.sort(([a], [b]) => (a < b ? -1 : 1))]);
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${Object.keys(added).length} packages of other platforms`);
