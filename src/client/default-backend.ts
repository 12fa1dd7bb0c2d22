import { registerDefaultBackend } from "../model/backend.js";
import { AutomationStore } from "./automation-store.js";

/** Makes `automation.save()` save as an Api made from the environment would, when none is given. */
export function installDefaultBackend(): void {
  registerDefaultBackend(() => new AutomationStore());
}
