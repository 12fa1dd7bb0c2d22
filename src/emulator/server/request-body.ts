/** Larger requests are refused before they are read to the end. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Reads a body as text; `undefined` where it is larger than allowed. */
export async function readBody(request: Request): Promise<string | undefined> {
  const bytes = await readBytes(request);
  return bytes && new TextDecoder().decode(bytes);
}

/** Reads a body; `undefined` where it is larger than allowed. */
export async function readBytes(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
