import type { Contract } from "@mortise/sdk";

/** Ids that differ only in case are one, but for paths, which are case-sensitive. */
export function foldContributionId(contract: Pick<Contract, "idField">, id: string): string {
  return contract.idField === "path" ? id : id.toLowerCase();
}

/** The same of an id whose contract is not at hand: paths begin with a slash, and no other id does. */
export function foldWrittenId(id: string): string {
  return id.startsWith("/") ? id : id.toLowerCase();
}
