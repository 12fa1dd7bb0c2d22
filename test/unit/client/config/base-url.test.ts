import { describe, expect, it } from "vitest";
import { authorizeUrl, netrcHosts, normalizeBaseUrl } from "../../../../src/client/config/base-url.js";

describe("normalizeBaseUrl", () => {
  it.each([
    ["https://api.wandb.ai", "https://api.wandb.ai"],
    ["https://api.wandb.ai/", "https://api.wandb.ai"],
    [" https://wandb.example.com//", "https://wandb.example.com"],
    ["http://localhost:8080/wandb/", "http://localhost:8080/wandb"],
    ["https://forge.coreweave.com/api/wandb/", "https://api.forge.coreweave.com"],
  ])("makes %s into %s", (given, expected) => {
    expect(normalizeBaseUrl(given, "WANDB_BASE_URL")).toBe(expected);
  });

  it.each([
    ["wandb.example.com", "isn't a URL"],
    ["ftp://wandb.example.com", "https:// or http://"],
    ["https://api:s3cret@wandb.example.com", "credentials"],
    ["https://wandb.example.com?key=s3cret", "query"],
    ["https://wandb.ai", "isn't the API's address"],
    ["https://app.wandb.ai", "isn't the API's address"],
    ["http://api.wandb.ai", "not secure"],
    ["https://forge.coreweave.com", "isn't the API's address"],
  ])("refuses %s", (given, why) => {
    expect(() => normalizeBaseUrl(given, "WANDB_BASE_URL")).toThrow(why);
    expect(() => normalizeBaseUrl(given, "WANDB_BASE_URL")).toThrow("WANDB_BASE_URL");
    expect(() => normalizeBaseUrl(given, "WANDB_BASE_URL")).not.toThrow("s3cret");
  });
});

describe("netrcHosts", () => {
  it.each([
    ["https://api.forge.coreweave.com", ["api.forge.coreweave.com", "api.wandb.ai"]],
    ["https://api.wandb.ai", ["api.wandb.ai"]],
    ["http://localhost:8080/x", ["localhost:8080"]],
  ])("%s", (url, hosts) => {
    expect(netrcHosts(url)).toEqual(hosts);
  });
});

describe("authorizeUrl", () => {
  it.each([
    ["https://api.forge.coreweave.com", "https://forge.coreweave.com/wandb/authorize"],
    ["https://api.wandb.ai", "https://forge.coreweave.com/wandb/authorize"],
    ["https://api.acme.wandb.io", "https://app.acme.wandb.io/authorize"],
    ["http://localhost:8080", "http://localhost:8080/authorize"],
  ])("%s", (url, expected) => {
    expect(authorizeUrl(url)).toBe(expected);
  });
});
