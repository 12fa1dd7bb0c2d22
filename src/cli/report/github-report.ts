import { relative, resolve } from "node:path";
import { printable } from "../../evaluate/picture/printable.js";
import { countResults, type Reporter, resultTitle } from "./reporter.js";

/**
 * Results as workflow commands of GitHub Actions, which show what failed beside the line it is about. Paths are made
 * relative to `GITHUB_WORKSPACE`, where GitHub expects them, whatever the working directory is.
 */
export const githubReport: Reporter = ({ results, notes }, { env, cwd }) => {
  const lines = results.flatMap((result) => {
    const { status, file, line, message = "", details = [], docsUrl } = result;
    if (status !== "failed" && status !== "warning") return [];
    const properties = {
      ...(file === undefined ? {} : { file: fromWorkspace(file, cwd, env.GITHUB_WORKSPACE) }),
      ...(line === undefined ? {} : { line: `${line}` }),
      title: resultTitle(result),
    };
    const shown = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`);
    const body = [message, ...details, docsUrl]
      .filter((part) => part !== undefined && part !== "")
      .join("\n");
    return `::${status === "failed" ? "error" : "warning"} ${shown.join(",")}::${escapedData(body)}`;
  });
  const counts = countResults(results);
  const summary = Object.entries(counts).map(([status, count]) => `${count} ${status}`);
  // A line of its own that starts with `::` would be taken for a command.
  const plain = [summary.join(", "), ...notes].map((line) => escapedData(line).replace(/^\s*::/, ""));
  return `${[...lines, ...plain].join("\n")}\n`;
};

function fromWorkspace(file: string, cwd: string, workspace: string | undefined): string {
  if (!workspace) return file;
  const path = relative(workspace, resolve(cwd, file)).replaceAll("\\", "/");
  return path.startsWith("..") ? file : path;
}

function escapedData(text: string): string {
  return printable(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
