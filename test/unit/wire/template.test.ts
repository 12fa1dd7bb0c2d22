// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of W&B look like those of JavaScript
import { describe, expect, it } from "vitest";
import { renderPayload, renderText, variablesIn } from "../../../src/wire/template.js";
import {
  TEMPLATE_VARIABLES,
  templateEventType,
  templateVariable,
  templateVariablesFor,
} from "../../../src/wire/template-variables.js";

describe("renderPayload", () => {
  it("fills in values, escaped as in a JSON string", () => {
    const payload = '{"text":"${run_name} of ${project_name}"}';
    const rendered = renderPayload(payload, { run_name: 'say "hi"\n\\', project_name: "vision" });
    expect(rendered).toMatchObject({ ok: true, blank: [], unknown: [] });
    expect(JSON.parse((rendered as { text: string }).text)).toEqual({ text: 'say "hi"\n\\ of vision' });
  });

  it("leaves what doesn't apply blank and what is no variable as it stands", () => {
    expect(renderPayload('{"a":"[${alias}]","b":"${alais}"}', { project_name: "vision" })).toEqual({
      ok: true,
      text: '{"a":"[]","b":"${alais}"}',
      blank: ["alias"],
      unknown: ["alais"],
    });
  });

  it("names the variable that breaks the JSON", () => {
    const values = { project_name: "vision", artifact_version_index: "v3" };
    const rendered = renderPayload('{"p":"${project_name}","n":${artifact_version_index}}', values);
    expect(rendered).toEqual({
      ok: false,
      variable: "artifact_version_index",
      message: "the payload is not JSON any more once ${artifact_version_index} is filled in",
    });
    expect(renderPayload('{"n":${tag}}', {})).toMatchObject({ ok: false, variable: "tag" });
    expect(renderPayload("{nonsense", {})).toMatchObject({ ok: false, variable: undefined });
  });

  it("takes any key of the metadata and no property of the values' prototype", () => {
    const rendered = renderPayload('{"a":"${artifact_metadata.acc}","b":"${constructor}"}', {
      "artifact_metadata.acc": "0.9",
    });
    expect(rendered).toMatchObject({ ok: true, text: '{"a":"0.9","b":"${constructor}"}' });
  });
});

describe("renderText", () => {
  it("fills in values as they are", () => {
    expect(
      renderText('${run_name} is "done" ${ run_status }', { run_name: "a\nb", run_status: "failed" }).text,
    ).toBe('a\nb is "done" failed');
  });
});

describe("the catalogue of variables", () => {
  it("knows which events fill in which", () => {
    const names = (eventType: string) => templateVariablesFor(eventType).map(({ name }) => name);
    expect(names("ADD_ARTIFACT_ALIAS")).toContain("alias");
    expect(names("CREATE_ARTIFACT")).not.toContain("alias");
    expect(names("REMOVE_COLLECTION_TAG")).toEqual(
      expect.arrayContaining(["tag", "artifact_collection_name"]),
    );
    expect(names("REMOVE_COLLECTION_TAG")).not.toContain("artifact_version");
    expect(names("RUN_STATE")).toContain("run_status");
    expect(names("NO_SUCH_EVENT")).toEqual([]);
  });

  it("finds variables by name, metadata by any key", () => {
    expect(templateVariable("artifact_metadata.accuracy")?.name).toBe("artifact_metadata.");
    expect(templateVariable("artifact_metadata.")).toBeUndefined();
    expect(templateVariable("nope")).toBeUndefined();
    expect(new Set(TEMPLATE_VARIABLES.map(({ name }) => name)).size).toBe(TEMPLATE_VARIABLES.length);
  });

  it("spells events by their public names", () => {
    expect(templateEventType("LINK_MODEL")).toBe("LINK_ARTIFACT");
    expect(templateEventType("ADD_ARTIFACT_ALIAS")).toBe("ADD_ARTIFACT_ALIAS");
  });

  it("lists the names a template uses once each", () => {
    expect(variablesIn("${a} ${b} ${a} $c {d}")).toEqual(["a", "b"]);
  });
});
