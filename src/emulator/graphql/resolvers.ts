import type { FieldResolvers, TypeResolvers } from "../world.js";
import { type AdminResolverParts, adminResolvers } from "./admin-resolvers.js";
import { artifactResolvers } from "./artifact-resolvers.js";
import { automationResolvers } from "./automation-resolvers.js";
import { executionResolvers } from "./execution-resolvers.js";
import { Finder } from "./finder.js";
import { identityResolvers } from "./identity-resolvers.js";
import { integrationResolvers } from "./integration-resolvers.js";
import { projectResolvers } from "./project-resolvers.js";
import { runResolvers } from "./run-resolvers.js";

/** The resolvers of the whole schema. */
export function createResolvers(parts: AdminResolverParts): TypeResolvers {
  const { world } = parts;
  const finder = new Finder(world);
  const all = [
    identityResolvers(world, finder),
    projectResolvers(world, finder),
    artifactResolvers(world),
    automationResolvers(world),
    integrationResolvers(world),
    executionResolvers(world),
    runResolvers(world),
    adminResolvers(parts),
  ];
  const merged: Record<string, FieldResolvers> = {};
  for (const part of all)
    for (const [type, fields] of Object.entries(part)) merged[type] = { ...merged[type], ...fields };
  return merged;
}
