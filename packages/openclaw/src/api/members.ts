import { channelMembers } from "./channels/members.js";
import { cliMembers } from "./cli.js";
import { commandMembers } from "./commands.js";
import { gatewayMethodMembers } from "./gateway-methods.js";
import { legacyHookMember } from "./hooks/legacy.js";
import { onMember } from "./hooks/register.js";
import { identityMembers } from "./identity.js";
import { leftOutMembers } from "./left-out.js";
import type { ApiMember } from "./member.js";
import { memoryMembers } from "./providers/memory.js";
import { providerMembers } from "./providers/members.js";
import { routeMembers } from "./routes.js";
import { lifetimeMembers } from "./run-context.js";
import { serviceMembers } from "./services.js";
import { toolMembers } from "./tools.js";

/** Every member of OpenClaw's `api`, but the groups that repeat them. */
export const apiMembers: readonly ApiMember[] = [
  ...identityMembers,
  ...toolMembers,
  onMember,
  legacyHookMember,
  ...commandMembers,
  ...serviceMembers,
  ...gatewayMethodMembers,
  ...cliMembers,
  ...channelMembers,
  ...routeMembers,
  ...providerMembers,
  ...memoryMembers,
  ...lifetimeMembers,
  ...leftOutMembers,
];

/** Members that OpenClaw itself has removed, with what a plugin must use in their place. */
export const removedMembers: ReadonlyMap<string, string> = new Map([
  ["registerHttpHandler", "api.registerHttpRoute"],
  ["registerMemoryRuntime", "api.registerMemoryCapability"],
  ["registerMemoryPromptSection", "api.registerMemoryCapability"],
  ["registerMemoryFlushPlan", "api.registerMemoryCapability"],
]);
