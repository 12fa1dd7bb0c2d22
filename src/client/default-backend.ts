import { registerDefaultBackend } from "../model/backend.js";
import { Api } from "./api.js";

/** Makes `automation.save()` save with an Api made from the environment when none is given. */
export function installDefaultBackend(): void {
  registerDefaultBackend(() => new Api());
}
