/** An id as W&B spells them: base64 of `Type:number`. Clients use it verbatim and never look inside. */
export function encodeId(type: string, number: number): string {
  return btoa(`${type}:${number}`);
}
