import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type ConfigurationOptions, findConfiguration } from "../../../../src/client/config/configuration.js";
import type { Environment } from "../../../../src/client/config/environment.js";
import { fakeEnvironment } from "./fake-environment.js";

const key = (letter: string) => letter.repeat(40);
const netrc = (host: string, letter: string) => `machine ${host} login user password ${key(letter)}\n`;

function find(options: ConfigurationOptions = {}, environment: Environment = fakeEnvironment()) {
  const warnings: string[] = [];
  return { warnings, found: findConfiguration(options, environment, (message) => warnings.push(message)) };
}

const failure = async (found: Promise<unknown>) =>
  found.then(
    () => expect.fail("found one"),
    (error: unknown) => error,
  );

describe("findConfiguration", () => {
  it("prefers argument to variable to netrc to settings", async () => {
    const files = {
      "/home/me/.netrc": netrc("api.forge.coreweave.com", "n"),
      "/home/me/.config/wandb/settings": `[default]\napi_key = ${key("s")}\n`,
    };
    const variables = { WANDB_API_KEY: key("v") };
    const source = async (options: ConfigurationOptions, environment: Environment) => {
      const { credentials } = await find(options, environment).found;
      return [credentials.kind === "apiKey" && credentials.apiKey[0], credentials.source];
    };
    const everything = fakeEnvironment(variables, files);
    expect(await source({ apiKey: key("a") }, everything)).toEqual(["a", "the apiKey option"]);
    expect(await source({}, everything)).toEqual(["v", "WANDB_API_KEY"]);
    expect(await source({}, fakeEnvironment({}, files))).toEqual(["n", "/home/me/.netrc"]);
    const { "/home/me/.netrc": _, ...settingsOnly } = files;
    expect(await source({}, fakeEnvironment({}, settingsOnly))).toEqual([
      "s",
      "api_key in /home/me/.config/wandb/settings",
    ]);
  });

  it("prefers the working folder's settings to the user's, and variables to both", async () => {
    const files = {
      "./wandb/settings": "[default]\nbase_url = https://here.example\nentity = here\n",
      "/home/me/.config/wandb/settings":
        "[default]\nbase_url = https://user.example\nentity = user\nproject = mine\n",
    };
    const apiKey = key("a");
    expect(await find({ apiKey }, fakeEnvironment({}, files)).found).toMatchObject({
      baseUrl: "https://here.example",
      entity: "here",
      project: "mine",
    });
    const variables = {
      WANDB_BASE_URL: "https://variable.example/",
      WANDB_ENTITY: "variable",
      WANDB_PROJECT: "",
    };
    expect(await find({ apiKey }, fakeEnvironment(variables, files)).found).toMatchObject({
      baseUrl: "https://variable.example",
      entity: "variable",
      project: "mine",
    });
    expect(
      await find(
        { apiKey, baseUrl: "https://given.example/x/", entity: "given" },
        fakeEnvironment(variables, files),
      ).found,
    ).toMatchObject({ baseUrl: "https://given.example/x", entity: "given" });
  });

  it("finds the files where variables say they are", async () => {
    const variables = { WANDB_DIR: "~/job", WANDB_CONFIG_DIR: "/etc/wandb", NETRC: "~/keys" };
    const files = {
      "/home/me/job/.wandb/settings": "[default]\nentity: dot\n",
      "/etc/wandb/settings": "[default]\nbase_url = http://wandb.local:8080\n",
      "/home/me/keys": netrc("wandb.local:8080", "k"),
    };
    expect(await find({}, fakeEnvironment(variables, files)).found).toMatchObject({
      entity: "dot",
      baseUrl: "http://wandb.local:8080",
      credentials: { source: "/home/me/keys" },
    });
  });

  it("reads _netrc where there is no .netrc, and a Forge server's key under W&B's host", async () => {
    const files = { "/home/me/_netrc": netrc("api.wandb.ai", "w") };
    expect(await find({}, fakeEnvironment({}, files)).found).toMatchObject({
      credentials: { apiKey: key("w"), source: "/home/me/_netrc" },
    });
  });

  it("doesn't send a settings file's key to a server it isn't about", async () => {
    const files = {
      "./wandb/settings": `[default]\napi_key = ${key("s")}\nbase_url = https://one.example\n`,
    };
    expect(await find({}, fakeEnvironment({}, files)).found).toMatchObject({
      credentials: { apiKey: key("s") },
    });
    const other = find({ baseUrl: "https://two.example" }, fakeEnvironment({}, files)).found;
    expect(await failure(other)).toMatchObject({ code: "AUTH_MISSING" });
  });

  it("says where it looked and how to get a key", async () => {
    const files = { "/home/me/.netrc": "machine elsewhere password x\n" };
    const error = await failure(find({}, fakeEnvironment({}, files)).found);
    expect(error).toMatchObject({
      code: "AUTH_MISSING",
      message:
        "No API key was found for https://api.forge.coreweave.com. Looked at: the apiKey option; WANDB_API_KEY; " +
        "/home/me/.netrc (no entry for api.forge.coreweave.com or api.wandb.ai); ./wandb/settings; " +
        "/home/me/.config/wandb/settings.",
      hint: expect.stringContaining("https://forge.coreweave.com/wandb/authorize"),
    });
  });

  it("passes over a netrc it can't read, and says so", async () => {
    const broken = fakeEnvironment({}, { "/home/me/.netrc": "machine x\npassword y\nnonsense s3cret" });
    const first = find({}, broken);
    expect(await failure(first.found)).toMatchObject({ message: expect.stringContaining("line 3") });
    expect(first.warnings).toEqual([expect.stringContaining("/home/me/.netrc (line 3")]);
    expect(first.warnings.join()).not.toContain("s3cret");
    const denied: Environment = {
      ...fakeEnvironment(),
      readFile: async () => Promise.reject(Object.assign(new Error("denied"), { code: "EACCES" })),
    };
    const second = find({}, denied);
    expect(await failure(second.found)).toMatchObject({ message: expect.stringContaining("EACCES") });
    expect(second.warnings).toHaveLength(3);
  });

  it("works where there are no files", async () => {
    expect(await find({}, { variables: { WANDB_API_KEY: key("v") } }).found).toMatchObject({
      entity: undefined,
    });
    const error = await failure(find({}, { variables: {} }).found);
    expect(error).toMatchObject({
      message: expect.stringMatching(/Looked at: the apiKey option; WANDB_API_KEY\.$/),
    });
  });

  it.each([
    ["", "is empty"],
    ["abc", "has 3 characters"],
    [`${key("a")} `, "white space"],
    [`${key("a")}!`, "characters other than"],
    [`local-${"a".repeat(39)}`, "has 39 characters"],
  ])("refuses the malformed key %j without repeating it", async (apiKey, problem) => {
    const error = await failure(find({ apiKey }).found);
    expect(error).toMatchObject({ code: "AUTH_MALFORMED", message: expect.stringContaining(problem) });
    if (apiKey.length > 10) expect(inspect(error)).not.toContain(apiKey.trim());
  });

  it.each([
    key("a"),
    `local-${key("a")}`,
    `a-b-${key("a")}`,
    "header.payload.signature",
    `wandb_v1_${"x".repeat(77)}`,
  ])("takes the key %s", async (apiKey) => {
    expect(await find({ apiKey }).found).toMatchObject({ credentials: { apiKey } });
  });

  it("takes an identity token file, but not beside a key", async () => {
    const variables = { WANDB_IDENTITY_TOKEN_FILE: "~/token" };
    expect(await find({}, fakeEnvironment(variables)).found).toMatchObject({
      credentials: { kind: "identityToken", path: "/home/me/token" },
    });
    const both = find({}, fakeEnvironment({ ...variables, WANDB_API_KEY: key("v") })).found;
    expect(await failure(both)).toMatchObject({ code: "AUTH_MALFORMED" });
  });

  it("finds who the key's owner acts for in variables, which count even if empty, then in settings", async () => {
    const files = {
      "/home/me/.config/wandb/settings": "[default]\nusername = file\nemail = file@acme.example\n",
    };
    const user = async (variables: Record<string, string>, read = files) =>
      (await find({ apiKey: key("a") }, fakeEnvironment(variables, read)).found).user;
    expect(await user({}, {} as typeof files)).toEqual({ username: "", email: "" });
    expect(await user({})).toEqual({ username: "file", email: "file@acme.example" });
    expect(await user({ WANDB_USERNAME: "ada", WANDB_USER_EMAIL: "" })).toEqual({
      username: "ada",
      email: "",
    });
  });
});
