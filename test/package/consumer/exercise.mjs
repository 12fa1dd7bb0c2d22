import { createRequire } from "node:module";
import exercise from "./exercise.cjs";

const require = createRequire(import.meta.url);
await exercise((subpath) => (subpath.endsWith(".json") ? require(subpath) : import(subpath)));
console.log("works as ESM");
