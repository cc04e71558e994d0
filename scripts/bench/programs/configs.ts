/**
 * Holds many configs against as many schemas: for the first time, with the verdicts remembered by another process, or by
 * Ajv alone. What reading the config file takes is told apart.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readHostConfig } from "../../../packages/core/src/config/read.js";
import { ready } from "../../../packages/core/test/candidates.js";
import { checkConfig } from "../../../packages/core/src/validation/check.js";
import { createRedactor } from "../../../packages/core/src/validation/redactor.js";
import { createVerdictStore } from "../../../packages/core/src/validation/verdict-store.js";
import { configOf, idOf, schemaOf } from "../plugins.js";
import { now } from "../measure.js";
import { answer, given } from "./given.js";

const { how, count, config, cache } = given() as {
  how: "ours" | "ajv";
  count: number;
  config: string;
  cache: string;
};

const schemas = Array.from({ length: count }, (_, index) => schemaOf(index));

/** What the reading of config file and manifests left behind is its own matter. */
const collect = () => globalThis.gc?.();

/** What a hand-written host would do: compile each schema and hold its config against it. */
function withAjv(): number {
  collect();
  const begun = now();
  const ajv = new Ajv2020({ allErrors: true, strict: false, useDefaults: true, addUsedSchema: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const [index, schema] of schemas.entries()) {
    if (!ajv.compile(schema)(structuredClone(configOf(index)))) throw new Error("a config is not valid");
  }
  return now() - begun;
}

async function withCore(): Promise<number> {
  const loaded = readHostConfig({ file: config, cwd: cache, sections: [] });
  const candidates = schemas.map((configSchema, index) => ready(idOf(index), { configSchema }));
  const store = createVerdictStore(cache);
  const options = { loaded, secrets: { env: {}, base: cache }, store, redactor: createRedactor() };
  collect();
  const begun = now();
  const checks = await Promise.all(candidates.map((candidate) => checkConfig(candidate, options)));
  const ms = now() - begun;
  if (checks.some(({ state }) => state !== "valid")) throw new Error("a config is not valid");
  await store.flush();
  return ms;
}

answer(how === "ajv" ? withAjv() : await withCore());
