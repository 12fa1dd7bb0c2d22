import { ValidationError } from "../errors/index.js";
import { describeValue } from "../model/describe-value.js";
import type { Call } from "../transport/call.js";
import type { Session } from "./session.js";

function invalidPath(message: string): ValidationError {
  return new ValidationError("Path", [{ code: "invalid_path", path: ["path"], message }]);
}

async function defaultFor(part: string, session: Session, call: Call): Promise<string> {
  if (part === "entity") return await session.defaultEntity(call);
  const { project, organization } = await session.configuration();
  const value = part === "project" ? project : organization;
  if (value === undefined) throw invalidPath(`must name the ${part}, because the Api has no default ${part}`);
  return value;
}

/**
 * The parts of a path; those it leaves out at its front are the Api's own entity, project or organization.
 *
 * @param shape what a whole path looks like: `entity/project/collection`.
 * @throws ValidationError where it has another shape.
 */
export async function pathParts(
  path: unknown,
  shape: string,
  session: Session,
  call: Call,
): Promise<string[]> {
  const names = shape.split("/");
  const parts = typeof path === "string" ? path.split("/").map((part) => part.trim()) : [];
  if (parts.length === 0 || parts.length > names.length || parts.includes("")) {
    throw invalidPath(`must be "${shape}", got ${describeValue(path)}`);
  }
  const missing = names.slice(0, names.length - parts.length);
  return [...(await Promise.all(missing.map((part) => defaultFor(part, session, call)))), ...parts];
}

/** The path of a run in any of the forms that the Python SDK takes: `entity/project/runs/id`, `entity/project/id`, `id`. */
export async function runPath(path: unknown, session: Session, call: Call) {
  const plain =
    typeof path === "string"
      ? path
          .trim()
          .replace(/^\/|\/$/g, "")
          .replace(/(^|\/)runs\//, "$1")
      : path;
  const [entity = "", project = "", run = ""] = await pathParts(plain, "entity/project/run", session, call);
  return { entity, project, run };
}
