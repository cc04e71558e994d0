import type { Contract } from "../../../packages/sdk/src/contract.js";
import { gatewayContracts } from "../../../packages/sdk/src/gateway-contracts.js";
import type { ContractSource } from "./contract-source.js";
import { code, referencePage, table, type Artifact } from "./markdown.js";

/** `docs/reference/capabilities.md`; `sourceOf` gives the text that declares a contract. */
export function capabilitiesPage(sourceOf: (kind: string) => ContractSource): Artifact {
  const contracts = Object.entries<Contract>(gatewayContracts);
  const of = (wanted: Contract["category"]) => contracts.filter(([, { category }]) => category === wanted);
  const sections = (wanted: Contract["category"]) =>
    of(wanted).flatMap(([method, contract]) => section(method, contract, sourceOf(contract.kind)));
  return referencePage("capabilities", "Capabilities and surfaces", "packages/sdk/src/gateway-contracts.ts", [
    "What a plugin can register in the reference gateway. A capability is a contract that several plugins can implement; " +
      "its providers are asked through `api.runtime` or `host.runtime`, which pick one. A surface is something that a " +
      "plugin adds: a tool, a command. Each is registered by its method of `api`, or by `api.provide(contract, value)`.",
    table(
      ["kind", "category", "key in `provides`", "method of `api`", "id"],
      contracts.map(([method, contract]) => row(method, contract)),
    ),
    "## Capabilities",
    "Errors are `CapabilityError`s of `@mortise/sdk`; their codes decide whether the next provider is asked.",
    ...sections("capability"),
    "## Surfaces",
    ...sections("surface"),
  ]);
}

function row(method: string, { kind, category, key, idField }: Contract): readonly string[] {
  return [`[${kind}](#${kind})`, category, code(key), code(method), code(idField)];
}

function section(method: string, contract: Contract, { summary, types }: ContractSource): readonly string[] {
  const { kind, category, startup } = contract;
  const operations = Object.entries(contract.operations).map(([name, presence]) => [
    code(name),
    presence,
    callOf(contract, name),
  ]);
  const early = startup ? ` A plugin that declares a ${kind} is loaded when the host starts.` : "";
  return [
    `### ${kind}`,
    `${summary} Registered by ${code(`api.${method}`)}.${early}`,
    category === "capability"
      ? table(["operation", "presence", "as a consumer calls it"], operations)
      : table(
          ["operation", "presence"],
          operations.map((cells) => cells.slice(0, 2)),
        ),
    `\`\`\`ts\n${types}\n\`\`\``,
  ];
}

function callOf({ kind }: Contract, operation: string): string {
  const name = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return code(`runtime.${name}.${operation}(request, options)`);
}
