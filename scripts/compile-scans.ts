// Compiles assembly/ to WebAssembly and writes it as text into the sources, so that what uses it needs no file and no
// bundler's help. Run it after every change there: `npm run compile-scans`.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Pages of 64 KiB: what scan-engine.ts lays out. */
const PAGES = 17;

/** The source of src/evaluate/window/scan/scan-code.ts. */
export async function compileScans(): Promise<string> {
  const pages = ["--initialMemory", PAGES, "--maximumMemory", PAGES].map(String);
  const options = [
    "-O3",
    "--enable",
    "simd",
    "--runtime",
    "stub",
    "--noAssert",
    "--outFile",
    "scans.wasm",
    ...pages,
  ];
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(["assembly/index.ts", "--baseDir", root, ...options], {
    writeFile: (name, contents) => {
      if (name === "scans.wasm" && typeof contents !== "string") binary = contents;
    },
  });
  if (error !== null || binary === undefined) throw new Error(`assembly/ doesn't compile: ${stderr}`);
  const lines = Buffer.from(binary)
    .toString("base64")
    .match(/.{1,100}/g)!
    .map((line) => `  "${line}",`);
  return [
    "/** assembly/ compiled to WebAssembly, in base64. Written by scripts/compile-scans.ts. */",
    "export const SCAN_CODE: string = [",
    ...lines,
    '].join("");',
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("../src/evaluate/window/scan/scan-code.ts", import.meta.url), await compileScans());
}
