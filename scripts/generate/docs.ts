import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { diagnosticCatalogue } from "../../packages/core/src/diagnostics/catalogue.js";
import type { DiagnosticCatalogue } from "../../packages/core/src/diagnostics/define.js";
import { capabilityPages } from "./docs/capabilities-page.js";
import { activationPage } from "./docs/activation-page.js";
import { compatibilityPage } from "./docs/compatibility-page.js";
import { configPage } from "./docs/config-page.js";
import { readContractSources } from "./docs/contract-source.js";
import { diagnosticsPage } from "./docs/diagnostics-page.js";
import { exportsPage } from "./docs/exports-page.js";
import { hooksPage } from "./docs/hooks-page.js";
import { manifestPage } from "./docs/manifest-page.js";
import type { Artifact } from "./docs/markdown.js";
import { openclawCompatibilityPage, type OpenclawSupport } from "./docs/openclaw-compatibility-page.js";
import { openclawFieldsPage } from "./docs/openclaw-fields-page.js";
import { ownershipPage } from "./docs/ownership-page.js";
import { promisesPage } from "./docs/promises-page.js";
import { parseSettings } from "./docs/settings-source.js";
import { repositoryCoverage } from "../requirements/repository.js";
import { fromSource, source } from "../from-source.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

interface Catalogues {
  readonly cliDiagnostics: DiagnosticCatalogue;
  readonly gatewayDiagnostics: DiagnosticCatalogue;
  readonly openclawDiagnostics: DiagnosticCatalogue;
}

interface OpenclawApi {
  readonly openclawVersion: string;
  readonly apiTable: OpenclawSupport["api"];
  readonly hookTable: OpenclawSupport["hooks"];
  readonly runtimeTable: OpenclawSupport["runtime"];
  pluginSdkCoverage(): OpenclawSupport["subpaths"];
}

/** What there is of OpenClaw, as the code that stands in for it says. */
async function openclawSupport(): Promise<OpenclawSupport> {
  const read = (file: string) => fromSource.import<OpenclawApi>(source(`openclaw/src/${file}`));
  const { apiTable, hookTable, runtimeTable } = await read("api/tables.ts");
  const { openclawVersion } = await read("api/version.ts");
  const { pluginSdkCoverage } = await read("plugin-sdk/coverage.ts");
  return {
    version: openclawVersion,
    api: apiTable,
    hooks: hookTable,
    runtime: runtimeTable,
    subpaths: pluginSdkCoverage(),
  };
}

/** The reference pages below `docs/reference`. */
export async function referencePages(): Promise<readonly Artifact[]> {
  const { gatewayDiagnostics } = await fromSource.import<Catalogues>(source("gateway/src/diagnostics.ts"));
  const { cliDiagnostics } = await fromSource.import<Catalogues>(source("cli/src/diagnostics.ts"));
  const { openclawDiagnostics } = await fromSource.import<Catalogues>(source("openclaw/src/diagnostics.ts"));
  return [
    manifestPage(),
    openclawFieldsPage(),
    openclawCompatibilityPage(await openclawSupport()),
    configPage(parseSettings(readFileSync(source("gateway/src/config/settings.ts"), "utf8"), "GatewaySettings")),
    hooksPage(),
    ownershipPage(),
    activationPage(),
    compatibilityPage(),
    exportsPage(),
    promisesPage(repositoryCoverage().provenBy),
    ...capabilityPages(readContractSources(top)),
    diagnosticsPage([
      { title: "Core", catalogue: diagnosticCatalogue },
      { title: "The gateway", catalogue: gatewayDiagnostics },
      { title: "The command line", catalogue: cliDiagnostics },
      { title: "The reader of OpenClaw manifests", catalogue: openclawDiagnostics },
    ]),
  ];
}
