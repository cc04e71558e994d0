import type { CallContext, GatewayHooks, HookEvent } from "@mortise/sdk";
import type { Compatibility } from "../compatibility.js";
import type { Members } from "../reading.js";
import type { PluginScope } from "../scope.js";

/** A hook of OpenClaw's that is called here. */
export interface HookMapping extends Compatibility {
  /** The gateway's hook. */
  readonly native: keyof GatewayHooks;
  /** What the handler is told. */
  event(event: never, context: CallContext, scope: PluginScope): Members;
  /** Where it happens. */
  context(event: never, context: CallContext, scope: PluginScope): Members;
  /** What the handler's answer means here; without it the answer means nothing. Throws where it means nothing at all. */
  result?(result: unknown, event: never, context: CallContext): unknown;
  /** The tool that an event is about, for handlers that name the tools they want. */
  toolOf?(event: never): string;
}

type EventOf<Name extends keyof GatewayHooks> = HookEvent<GatewayHooks[Name]>;

interface Mapping<Name extends keyof GatewayHooks> {
  readonly note?: string;
  event(event: EventOf<Name>, context: CallContext, scope: PluginScope): Members;
  context(event: EventOf<Name>, context: CallContext, scope: PluginScope): Members;
  result?(result: unknown, event: EventOf<Name>, context: CallContext): unknown;
  toolOf?(event: EventOf<Name>): string;
}

/** A hook that has the same name here; partial where a note says what is missing. */
export function mapHook<Name extends keyof GatewayHooks & string>(name: Name, mapping: Mapping<Name>): HookMapping {
  return {
    name,
    native: name,
    counterpart: name,
    support: mapping.note === undefined ? "full" : "partial",
    ...mapping,
  };
}
