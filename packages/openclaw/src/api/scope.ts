import { checkRegistration } from "@mortise/core";
import type { Diagnostic, FormatHost, ReadyCandidate } from "@mortise/core/catalog";
import {
  gatewayContracts,
  type GatewayContracts,
  type PluginApi,
  type RegistrationHandle,
  type RegistrationOf,
} from "@mortise/sdk";
import { diagnoseOpenclaw } from "../diagnostics.js";
import type { Compat } from "../subject.js";
import type { Definition } from "./find-definition.js";
import { createFolders, type Folders } from "./folders.js";
import { fittingId } from "./ids.js";
import { toTheirLogger, type TheirLogger } from "./logger.js";
import { createSettings, type Settings } from "./settings.js";

/** A plugin that is being loaded, as every part of the mapping sees it. */
export interface PluginScope {
  /** What `register` was given by core. */
  readonly native: PluginApi;
  readonly plugin: ReadyCandidate;
  readonly definition: Definition;
  readonly compat: Compat;
  readonly settings: Settings;
  readonly folders: Folders;
  readonly logger: TheirLogger;
  /** Reports something, once: a plugin may do the same thing many times. */
  report(diagnostic: Diagnostic): void;
  /** Says that a member has no counterpart. */
  advise(member: string, reason: string): void;
  /** Says that what a member was given is left out. */
  leaveOut(member: string, reason: string): void;
  /** An id that its contract takes, said where it is not the one that was written; nothing where none can be made of it. */
  id(member: keyof GatewayContracts, written: unknown): string | undefined;
  /** Registers; what is malformed is left out and reported, as OpenClaw does. Throws `REGISTER_LATE`. */
  enter<Method extends keyof GatewayContracts>(
    member: string,
    method: Method,
    registration: RegistrationOf<GatewayContracts[Method]>,
  ): RegistrationHandle | undefined;
}

/** What a scope is made of. */
export interface ScopeOptions extends Pick<PluginScope, "native" | "plugin" | "definition" | "compat"> {
  readonly host: FormatHost;
}

/** Makes the scope of one load of a plugin. */
export function createScope({ host, ...given }: ScopeOptions): PluginScope {
  const { native, plugin } = given;
  const folders = createFolders(host.stateFolder, plugin.id);
  const said = new Set<string>();
  const report = (diagnostic: Diagnostic) => {
    const { code, message } = diagnostic;
    if (said.has(`${code} ${message}`)) return;
    said.add(`${code} ${message}`);
    host.report(diagnostic);
  };
  const advise = (member: string, reason: string) =>
    report(diagnoseOpenclaw("OPENCLAW_MEMBER_WITHOUT_COUNTERPART", { member, reason }));
  const leaveOut = (member: string, reason: string) =>
    report(diagnoseOpenclaw("OPENCLAW_REGISTRATION_LEFT_OUT", { member, reason }));
  return {
    ...given,
    settings: createSettings(native.config, plugin, host, folders.workspacePath),
    folders,
    logger: toTheirLogger(native.logger),
    report,
    advise,
    leaveOut,
    id(method, written) {
      const { kind, idPattern } = gatewayContracts[method];
      const text = typeof written === "string" ? written : "";
      const id = fittingId(text, idPattern);
      if (id !== undefined && id !== written) {
        report(diagnoseOpenclaw("OPENCLAW_ID_REWRITTEN", { kind, written: text, id }));
      }
      return id;
    },
    enter(member, method, registration) {
      const register = native[method] as ((value: unknown) => RegistrationHandle) | undefined;
      const { kind } = gatewayContracts[method];
      if (typeof register !== "function") {
        advise(member, `this application knows no ${kind}`);
        return undefined;
      }
      const problem = checkRegistration(`api.${member}`, gatewayContracts[method], registration);
      if (problem === undefined) return register(registration);
      leaveOut(member, problem.message);
      return undefined;
    },
  };
}
