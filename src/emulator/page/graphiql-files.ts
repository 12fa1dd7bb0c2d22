import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Reply } from "../server/json-reply.js";
import { GRAPHIQL_PAGE, QUERY_PAGE } from "./page-assets.js";
import { type Asset, assetReply, graphiqlReply } from "./page-replies.js";

declare const __dirname: string | undefined;

const TYPES: Readonly<Record<string, string>> = {
  "/page/graphiql.js": "text/javascript",
  "/page/graphiql.css": "text/css",
};

/** The folder that the build puts GraphiQL into, beside its own files. */
function builtFolder(): string {
  const here = typeof __dirname === "string" ? __dirname : dirname(fileURLToPath(import.meta.url));
  return join(here, "graphiql");
}

/**
 * GraphiQL's page and what it loads, which is read when it is first asked for. Where it wasn't built, as in a run from
 * the sources, `/graphiql` is the plain query page.
 */
export class GraphiqlFiles {
  readonly #folder: string;
  readonly #packed = new Map<string, Promise<Asset | undefined>>();

  constructor(folder = builtFolder()) {
    this.#folder = folder;
  }

  async reply(path: string): Promise<Reply | undefined> {
    if (path === "/graphiql") {
      const isBuilt = (await this.#packedAt("/page/graphiql.js")) !== undefined;
      return isBuilt ? graphiqlReply(GRAPHIQL_PAGE) : assetReply(QUERY_PAGE);
    }
    const asset = await this.#packedAt(path);
    return asset && assetReply(asset);
  }

  async #packedAt(path: string): Promise<Asset | undefined> {
    const type = TYPES[path];
    if (type === undefined) return undefined;
    const packed = this.#packed.get(path) ?? this.#read(path, type);
    this.#packed.set(path, packed);
    return packed;
  }

  async #read(path: string, type: string): Promise<Asset | undefined> {
    const file = join(this.#folder, `${path.slice("/page/".length)}.gz`);
    try {
      return { type, text: await readFile(file), encoding: "gzip" };
    } catch {
      return undefined;
    }
  }
}
