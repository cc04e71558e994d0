import { providedIds } from "@mortise/core";
import type { Contract } from "@mortise/sdk";
import { leftOut } from "../conformance/check-conformance.js";
import { conformanceChecks, type ConformanceOptions } from "../conformance/checks.js";
import { toCheck, type Finding, type Findings, type PluginCheck } from "./check.js";
import type { Subject } from "./subject.js";

/** A check for each provider that the manifest declares. Throws where `options.conformance` names a kind that it does not. */
export function conformancePluginChecks(subject: Subject): readonly PluginCheck[] {
  const { manifest } = subject.candidate;
  const contracts = [...subject.vocabulary.byKind.values()].filter(
    ({ category, declaredBy }) => category === "capability" && declaredBy === "code",
  );
  const declared = contracts.filter(({ key }) => providedIds(manifest, key).length > 0);
  refuseUnknown(subject, declared);
  return declared.flatMap((contract) =>
    providedIds(manifest, contract.key).map((id) =>
      toCheck(
        "conformance",
        `its ${contract.kind} "${id}" keeps the contract`,
        () => tryProvider(subject, contract, id),
        `${contract.kind}:${id}`,
      ),
    ),
  );
}

function refuseUnknown({ options, id }: Subject, declared: readonly Contract[]): void {
  const kinds = declared.map(({ kind }) => kind);
  const unknown = Object.keys(options.conformance ?? {}).find((kind) => !kinds.includes(kind));
  if (unknown === undefined) return;
  throw new RangeError(
    `conformance.${unknown}: ${id} declares no ${unknown}, but ${kinds.join(", ") || "no capability"}.`,
  );
}

async function tryProvider(subject: Subject, contract: Contract, id: string): Promise<Findings> {
  const given = subject.options.conformance?.[contract.kind];
  if (typeof given === "string") return { skipped: given };
  if (subject.options.absent?.includes(`${contract.kind}:${id}`)) return { skipped: "it is not registered here" };
  if (given === undefined && takesSecret(subject)) return { skipped: needsVendor(contract) };
  await using testHost = await subject.open();
  const { status, drift } = await testHost.report(subject.id);
  if (status !== "active") return { skipped: "the plugin did not become active, as another check says" };
  if (drift?.absent.includes(`${contract.kind}:${id}`))
    return { skipped: "it is not registered, as another check says" };
  const provider = await testHost.provider(contract, id);
  return await tryOperations(contract, provider, given ?? {});
}

async function tryOperations(contract: Contract, provider: unknown, options: ConformanceOptions): Promise<Findings> {
  const findings: Finding[] = [];
  const notTried = new Map<string, string>();
  for (const check of conformanceChecks(contract)) {
    const reason = leftOut(check, contract, provider, options);
    if (reason !== undefined) notTried.set(check.operation ?? "", reason);
    else {
      const found = await check.run(provider, options);
      findings.push(...found.map(({ code, message }) => ({ what: `${check.name}? No: ${message} [${code}]` })));
    }
  }
  const advice = [...notTried].map(([operation, reason]) => ({ what: `${operation} was not tried: ${reason}` }));
  return { findings, advice };
}

/** Whether its config has a key that is to be kept from eyes, or that the environment supplies. */
function takesSecret({ candidate: { manifest } }: Subject): boolean {
  return Object.keys(manifest.setup.env).length > 0 || Object.values(manifest.ui).some(({ sensitive }) => sensitive);
}

function needsVendor({ kind }: Contract): string {
  return `its calls could reach the vendor: start a server with startVendorServer, lead config to it, and give conformance: { "${kind}": {} }`;
}
