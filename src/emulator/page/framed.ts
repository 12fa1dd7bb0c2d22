import frame from "./assets/frame.html?raw";

/** A page within the frame that all have: the links, the form for the key, and what is shown once there is one. */
export interface FramedPage {
  readonly title: string;
  /** The link that is marked as the page's own. */
  readonly path: string;
  /** Its program, by the name that it is served under. */
  readonly script: string;
  /** A style sheet besides the common one. */
  readonly style?: string;
  /** What the first link skips to. */
  readonly skipTo: string;
  readonly isWide?: boolean;
  readonly content: string;
}

const LINKS = [
  ["/", "Automations"],
  ["/graphiql", "GraphiQL"],
  ["/query", "Plain query"],
] as const;

/** The whole page as HTML. */
export function framed({ title, path, script, style, skipTo, isWide, content }: FramedPage): string {
  const links = LINKS.map(
    ([to, text]) => `<a href="${to}"${to === path ? ' aria-current="page"' : ""}>${text}</a>`,
  );
  const parts: Readonly<Record<string, string>> = {
    title,
    styles: style === undefined ? "" : `<link rel="stylesheet" href="/page/${style}.css">`,
    script,
    skip: skipTo,
    kind: isWide ? "wide" : "",
    links: links.join("\n"),
    content,
  };
  return frame.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? "");
}
