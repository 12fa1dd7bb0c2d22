import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GraphiqlFiles } from "../../../src/emulator/page/graphiql-files.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "graphiql-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("GraphiQL's files", () => {
  it("are served as they were packed, its page with a nonce of its own each time", async () => {
    writeFileSync(join(folder, "graphiql.js.gz"), gzipSync("the script"));
    const files = new GraphiqlFiles(folder);
    const script = (await files.reply("/page/graphiql.js"))!;
    expect(script.headers).toMatchObject({
      "content-encoding": "gzip",
      "content-type": "text/javascript; charset=utf-8",
    });
    expect(gunzipSync(script.body as Uint8Array).toString()).toBe("the script");
    const nonces = await Promise.all(
      [1, 2].map(async () => {
        const { headers, body } = (await files.reply("/graphiql"))!;
        const [, nonce] = /data-nonce="([^"]+)"/.exec(body as string)!;
        expect(headers["content-security-policy"]).toContain(`style-src 'self' 'nonce-${nonce}'`);
        expect(headers["content-security-policy"]).not.toContain("unsafe");
        return nonce;
      }),
    );
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  it("give way to the plain query page where they weren't built", async () => {
    const files = new GraphiqlFiles(folder);
    expect((await files.reply("/graphiql"))?.body).toContain("Plain query");
    expect((await files.reply("/graphiql"))?.body).toContain("/page/query.js");
    expect(await files.reply("/page/graphiql.js")).toBeUndefined();
    expect(await files.reply("/page/../graphiql.js")).toBeUndefined();
  });
});
