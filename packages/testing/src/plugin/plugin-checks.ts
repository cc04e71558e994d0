import { toCheck, type CheckSubject, type Finding, type Findings, type PluginCheck } from "./check.js";
import { conformancePluginChecks } from "./conformance-checks.js";
import { findingsOf } from "./diagnostics.js";
import { checkImports } from "./imports.js";
import { live, type ActiveLife, type Life } from "./life.js";
import * as say from "./life-findings.js";
import type { ContractMap, GatewayContracts, GatewayHooks, HookMap } from "@mortise/sdk";
import type { PluginTestOptions } from "./options.js";
import { checkEditedCopy } from "./reload-edited.js";
import { checkConfigSchemas } from "./schema-check.js";
import { checkSchemaSource } from "./schema-source.js";
import { readSubject, type Subject } from "./subject.js";

/**
 * Everything that is checked of a plugin, in order, for any test runner: its manifest and schemas, that it registers what
 * it declares, that it can be loaded again and unloaded without a trace, what it imports, and its providers' conformance.
 * Nothing of the plugin runs before a check does.
 *
 * ```ts
 * for (const check of await pluginChecks(new URL("..", import.meta.url))) test(check.name, () => check.run());
 * ```
 *
 * Whatever else runs in the process while a check does is blamed on the plugin, so nothing should.
 */
export async function pluginChecks<
  Contracts extends ContractMap = GatewayContracts,
  Hooks extends HookMap = GatewayHooks,
>(plugin: string | URL, options: PluginTestOptions<Contracts, Hooks> = {}): Promise<readonly PluginCheck[]> {
  const reading = await readSubject(plugin, options);
  if ("findings" in reading) return [manifestCheck(reading)];
  const { subject } = reading;
  const about = findingsOf(subject.diagnostics);
  if (subject.candidate.entry === undefined) return [manifestCheck(about), schemaCheck(subject)];
  return [manifestCheck(about), schemaCheck(subject), ...codeChecks(subject), ...conformancePluginChecks(subject)];
}

function manifestCheck(findings: Findings): PluginCheck {
  return toCheck("manifest", "its manifest is valid", () => findings);
}

function schemaCheck(subject: Subject): PluginCheck {
  return toCheck("config-schema", "its config schema is sound, and the defaults in it are valid", () =>
    checkConfigSchemas(subject),
  );
}

/** The checks that run the plugin; most look at one life of it, which is lived when the first of them asks. */
function codeChecks(subject: Subject): readonly PluginCheck[] {
  let lived: Promise<Life> | undefined;
  const life = () => (lived ??= live(subject));
  const ofLife = (id: CheckSubject, name: string, find: (life: Life) => Findings) =>
    toCheck(id, name, async () => find(await life()));
  const ofActive = (
    id: CheckSubject,
    name: string,
    find: (active: ActiveLife, life: Life) => Findings | Promise<Findings>,
  ) =>
    toCheck(id, name, async () => {
      const { active } = await life();
      return active ? find(active, await life()) : notActive;
    });
  const only = (findings: readonly Finding[]): Findings => ({ findings });
  return [
    ofLife("load", "it is loaded with the config of the test", (one) => say.aboutLoading(one, subject)),
    ofActive("schema-source", "its manifest has the config schema of its code", (active) =>
      checkSchemaSource(active, subject),
    ),
    ofLife("synchronous", "register is synchronous", (one) => only(say.aboutRegister(one))),
    ofLife("registrations", "what it registers is as the contracts say", (one) => only(say.aboutContracts(one))),
    ofLife("declared", "it registers what its manifest declares", (one) => only(say.aboutDrift(one, subject))),
    ofActive("shape", "it has the shape that is expected", (_, one) => only(say.aboutShape(one, subject))),
    ofActive("repeatable", "register does the same a second time", (active) => only(say.aboutRepeating(active))),
    ofLife("late", "nothing is registered once register has returned", (one) => only(say.aboutLate(one))),
    ofActive("unload", "nothing is left when it is unloaded", (active, one) => only(say.aboutUnloading(active, one))),
    ofActive("reload", "it is loaded again as it is", (active) => only(say.aboutReload(active.reload, subject.id))),
    ofActive("reload-edited", "it is loaded again once its code has changed", () => checkEditedCopy(subject)),
    toCheck("imports", "it imports only what it declares as dependencies", () => checkImports(subject)),
  ];
}

const notActive: Findings = { skipped: "it did not become active, as another check says" };
