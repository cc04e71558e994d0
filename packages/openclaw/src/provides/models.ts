import { joinPointer, readPointer } from "@mortise/core/catalog";
import type { Fields } from "../fields/known.js";
import { isObject, type JsonObject } from "../fields/shape.js";
import type { Subject } from "../subject.js";
import { own, withMetadata, type Declared } from "./declared.js";
import { setupOf } from "./setup.js";

/** Fields with a member `providers` that says something of each by its id; it keeps the field's name. */
const perProvider = ["modelCatalog", "modelPricing", "modelIdNormalization", "providerRequest"] as const;

/** The providers of models, and the command-line programs that answer as one. */
export function readModelProviders(subject: Subject, fields: Fields): readonly Declared[] {
  const { providers, cliBackends = [], setup = {}, modelSupport } = fields;
  const backends = [...new Set([...cliBackends, ...(setup.cliBackends ?? [])])];
  return [
    {
      key: "text-inference",
      ids: withMetadata(providers, (id) => ({ ...describe(subject, fields, id), modelSupport })),
      pointer: "/providers",
    },
    {
      key: "cli-backend",
      ids: withMetadata(backends, (id) => describe(subject, fields, id)),
      pointer: cliBackends.length > 0 ? "/cliBackends" : "/setup/cliBackends",
    },
  ];
}

function describe({ source }: Subject, fields: Fields, id: string): JsonObject {
  const said = perProvider.map((field) => {
    const member = readPointer(source.json.value, joinPointer(`/${field}/providers`, id));
    return [field, fields[field] !== undefined && isObject(member) ? member : undefined] as const;
  });
  const choices = fields.providerAuthChoices?.filter(({ provider }) => provider === id) ?? [];
  return {
    models: modelIds(fields, id),
    ...Object.fromEntries(said),
    ...setupOf(fields, id),
    authProvider: own(fields.providerAuthAliases, id),
    authChoices: choices.length > 0 ? choices : undefined,
    usageEnv: own(fields.providerUsageAuthEnvVars, id),
  };
}

function modelIds({ modelCatalog }: Fields, id: string): readonly string[] | undefined {
  const models = own(modelCatalog?.providers, id)?.models ?? [];
  const ids = models.flatMap((model) => (model.id === undefined ? [] : [model.id]));
  return ids.length > 0 ? ids : undefined;
}
