// The same for `require("wandb-automations")`.
const Module = require("node:module");

const loaded = [];
const resolve = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...rest) => {
  const url = resolve(request, parent, ...rest);
  loaded.push({ url, parent: parent?.filename });
  return url;
};
require("wandb-automations");
console.log(JSON.stringify(loaded));
