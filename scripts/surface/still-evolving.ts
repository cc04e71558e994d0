/**
 * Names that evolve although a stable one gives or takes them, as their package's table has them, each with the reason. What a
 * stable name says of itself holds all the same: that there is a member of this name, not all that is in it.
 */
export const stillEvolving: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "@mortise/sdk": {
    "type ApiClient": "APIs of plugins for other plugins (`api.use`) are young; an ordinary plugin needs none.",
    "type ApiMethods": "As `ApiClient`.",
    "type ChannelScope": "Where a message came from grows with the contract `channel`, which evolves.",
    "type ConformanceOf": "How a contract is tried belongs to the testing kit's inside.",
    "type OperationConformance": "As `ConformanceOf`.",
  },
  "@mortise/core": {
    "type BreakerReport": "Measuring: what is told of a breaker grows with what is learnt of failures.",
    "type CallCounters": "Measuring: more may be counted, and otherwise.",
    "type ConfigVerdict": "What validation remembers between runs. `state` of a `ConfigCheck` is what a program asks.",
    "type HookRegistration": "The engine's record of a handler. `plugin`, `hook` and `priority` are there to be shown.",
    "type ManifestFormat":
      "How other systems' manifests are read follows those systems. An application passes formats on, such as `openClaw()`.",
    "type PluginInstance": "The engine's record of a loaded plugin. Reports say what there is to say of one.",
    "type Redactor": "A part of `checks` of a `ControlPlane`, which loading needs and programs do not.",
    "type Registration": "The engine's record. A program hands it back to `host.call`, and reads `plugin` and `id`.",
    "type SecretSources": "As `Redactor`.",
  },
  "@mortise/testing": {
    "type FakeProvider": "`fakeProvider` makes one; what else it can do is still being found out.",
  },
};
