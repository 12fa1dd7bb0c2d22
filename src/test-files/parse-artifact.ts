/** The parts of `entity/project/collection:version`; undefined where it is something else. */
export function parseArtifact(path: string):
  | {
      readonly entity?: string;
      readonly project?: string;
      readonly collection: string;
      readonly version?: string;
    }
  | undefined {
  const match = /^(?:(?:([^/:\s]+)\/)?([^/:\s]+)\/)?([^/:]+)(?::([^/:\s]+))?$/.exec(path.trim());
  if (match === null) return undefined;
  const [, entity, project, collection = "", version] = match;
  return {
    ...(entity === undefined ? {} : { entity }),
    ...(project === undefined ? {} : { project }),
    collection,
    ...(version === undefined ? {} : { version }),
  };
}
