/** What an opaque id stands for, e.g. `{ type: "Project", number: 3 }`. */
export interface DecodedId {
  readonly type: string;
  readonly number: number;
}

/** An id as W&B spells them: base64 of `Type:number`. Clients use it verbatim and never look inside. */
export function encodeId(type: string, number: number): string {
  return btoa(`${type}:${number}`);
}

/** The inverse of {@link encodeId}; `undefined` for anything else, however it came. */
export function decodeId(id: string): DecodedId | undefined {
  let text: string;
  try {
    text = atob(id);
  } catch {
    return undefined;
  }
  const match = /^([A-Za-z]+):(\d{1,15})$/.exec(text);
  return match ? { type: match[1]!, number: Number(match[2]) } : undefined;
}
