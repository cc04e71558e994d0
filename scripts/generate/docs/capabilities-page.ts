import type { Contract } from "../../../packages/sdk/src/contract.js";
import { gatewayContracts } from "../../../packages/sdk/src/gateway-contracts.js";
import { gatewayResources } from "../../../packages/sdk/src/gateway-resources.js";
import type { ContractSource } from "./contract-source.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** The index, `docs/reference/capabilities.md`, and a page for each contract; `sourceOf` gives what declares it. */
export function capabilityPages(sourceOf: (kind: string) => ContractSource): readonly Artifact[] {
  const contracts = Object.entries<Contract>(gatewayContracts);
  return [
    indexPage(contracts),
    ...contracts.map(([method, contract]) => pageOf(method, contract, sourceOf(contract.kind))),
  ];
}

function indexPage(contracts: readonly (readonly [string, Contract])[]): Artifact {
  const rowsOf = (wanted: Contract["category"]) =>
    contracts.filter(([, { category }]) => category === wanted).map(([method, contract]) => row(method, contract));
  const head = ["kind", "key in `provides`", "method of `api`", "id", "owners of an id", "stability"];
  return referencePage("capabilities", "Capabilities and surfaces", "packages/sdk/src/gateway-contracts.ts", [
    "What a plugin can register in the reference gateway. A capability is a contract that several plugins can implement; " +
      "its providers are asked through `api.runtime` or `host.runtime`, which pick one. A surface is something that a " +
      "plugin adds: a tool, a command. Each is registered by its method of `api`, or by `api.provide(contract, value)`. What is stable changes in a compatible way only; what is " +
      "evolving may change with any release ([the names that packages export](exports.md)).",
    "## Capabilities",
    "Errors are `CapabilityError`s of `@mortise/sdk`; their codes decide whether the next provider is asked.",
    table(head, rowsOf("capability")),
    "## Surfaces",
    table(head, rowsOf("surface")),
    "## Resources",
    "What manifests and bundles bring without any code. It is declared under `provides` and is there as soon as its " +
      "plugin may run; nothing is loaded for it.",
    table(
      ["kind", "key in `provides`", "owners of an id", "stability"],
      gatewayResources.map(({ kind, key, ownership, stability }) => [kind, code(key), owners(ownership), stability]),
    ),
  ]);
}

function row(method: string, { kind, key, idField, ownership, stability }: Contract): readonly string[] {
  return [`[${kind}](capabilities/${kind}.md)`, code(key), code(method), code(idField), owners(ownership), stability];
}

function owners(ownership: Contract["ownership"]): string {
  return ownership === "exclusive" ? "one" : "any number";
}

function pageOf(method: string, contract: Contract, { summary, types }: ContractSource): Artifact {
  const { kind, category } = contract;
  const title = `${kind}: ${category === "capability" ? "a capability" : "a surface"}`;
  return referencePage(`capabilities/${kind}`, title, "packages/sdk/src/gateway-contracts.ts", [
    `${summary} Registered by ${code(`api.${method}`)}; declared in the manifest under ${code(`provides["${contract.key}"]`)}.`,
    ...facts(contract),
    ...operations(contract),
    `## Types\n\n\`\`\`ts\n${types}\n\`\`\``,
  ]);
}

function facts({ kind, stability, ownership, startup, aliasField, slot }: Contract): readonly string[] {
  const roles = Object.entries(slot?.roles ?? {}).map(
    ([role, named]) => `${code(`${slot?.name}.${role}`)} (${named.map(code).join(", ")})`,
  );
  const said = [
    ownership === "exclusive"
      ? "An id has one owner; who that is when two plugins want it says [ownership](../ownership.md)."
      : "Several plugins may register the same id, and all of them count.",
    ...(aliasField === undefined ? [] : [`Its ${code(aliasField)} are further names for it.`]),
    ...(slot ? [`One plugin at a time is asked: the one that holds the slot ${code(slot.name)}.`] : []),
    ...(roles.length === 0 ? [] : [`Parts of the slot may be given to other plugins: ${roles.join(", ")}.`]),
    stability === "stable"
      ? "It is stable: it changes in a compatible way only."
      : "It is evolving: it may change with any release.",
    ...(startup ? [`A plugin that declares a ${kind} is loaded when the host starts.`] : []),
  ];
  return [said.map((sentence) => `- ${sentence}`).join("\n")];
}

function operations(contract: Contract): readonly string[] {
  const rows = Object.entries(contract.operations).map(([name, presence]) => [
    code(name),
    presence,
    callOf(contract, name),
  ]);
  if (rows.length === 0) return [];
  const isCapability = contract.category === "capability";
  const head = ["operation", "presence", ...(isCapability ? ["as a consumer calls it"] : [])];
  return [
    "## Operations",
    table(
      head,
      rows.map((cells) => cells.slice(0, head.length)),
    ),
  ];
}

function callOf({ kind }: Contract, operation: string): string {
  const name = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return code(`runtime.${name}.${operation}(request, options)`);
}
