// What does not compile. Each mark says why the line under it is wrong; nothing here runs.
import {
  defineCapability,
  definePlugin,
  defineSdk,
  gatewayContracts,
  type CallContext,
  type Plugin,
} from "@mortise/sdk";
import { Type } from "@mortise/sdk/typebox";

const spoken = { audio: new Uint8Array(), mediaType: "audio/mpeg" };
const message = { role: "assistant", content: "" } as const;

/** Providers of the wrong shape. */
export const wrongShapes = definePlugin({
  id: "wrong-shapes",
  register(api) {
    // @ts-expect-error: synthesize is missing
    api.registerSpeechProvider({ id: "x" });
    // @ts-expect-error: the id is missing
    api.registerWebFetchProvider({ fetch: async ({ url }) => ({ url, content: "", mediaType: "text/html" }) });
    // @ts-expect-error: a provider's function is async
    api.registerSpeechProvider({ id: "x", synthesize: () => ({ audio: new Uint8Array(), mediaType: "audio/mpeg" }) });
    // @ts-expect-error: the answer lacks its media type
    api.registerSpeechProvider({ id: "x", synthesize: async () => ({ audio: new Uint8Array() }) });
    // @ts-expect-error: audio is bytes
    api.registerSpeechProvider({ id: "x", synthesize: async () => ({ audio: "beep", mediaType: "audio/mpeg" }) });
    // @ts-expect-error: no provider of speech has such a member
    api.registerSpeechProvider({ id: "x", synthesize: async () => spoken, speak: async () => {} });
    // @ts-expect-error: smell is no kind of medium
    api.registerMediaUnderstandingProvider({ id: "x", accepts: ["smell"] });
    // @ts-expect-error: send is missing of outbound
    api.registerChannel({ id: "x", outbound: { sendPoll: async () => ({ messageId: "" }) } });
    // @ts-expect-error: a message that was sent has an id
    api.registerChannel({ id: "x", outbound: { send: async () => ({}) } });
    // @ts-expect-error: a target is of no such kind
    api.registerChannel({ id: "x", resolveTarget: async () => ({ target: "", kind: "planet" }) });
    // @ts-expect-error: a tool executes, or makes one that does
    api.registerTool({ name: "x", description: "", parameters: {} });
    // @ts-expect-error: a route answers with a Response
    api.registerHttpRoute({ path: "/x", handle: async () => "hello" });
    // @ts-expect-error: nobody else checks who calls
    api.registerHttpRoute({ path: "/x", auth: "nobody", handle: async () => new Response() });
    // @ts-expect-error: a finish reason of no model
    api.registerProvider({ id: "x", complete: async () => ({ message, finishReason: "bored" }) });
    // @ts-expect-error: an exit code is a number
    api.registerCliCommand({ name: "x", description: "", run: async () => ({ exitCode: "0" }) });
  },
});

/** Requests read as what they are not. */
export const wrongRequests = definePlugin({
  id: "wrong-requests",
  register(api) {
    // @ts-expect-error: a request to speak has no words
    api.registerSpeechProvider({ id: "x", synthesize: async ({ words }) => ({ ...spoken, words }) });
    // @ts-expect-error: texts to embed come as a list
    api.registerEmbeddingProvider({ id: "x", embed: async ({ inputs }) => ({ embeddings: [], model: inputs.trim() }) });
    // @ts-expect-error: a search asks for something
    void api.runtime.webSearch.search({ limit: 3 });
    // @ts-expect-error: speech is not sung
    void api.runtime.speech.sing({ text: "la" });
    // @ts-expect-error: a surface is not called through the runtime
    void api.runtime.tool;
    // @ts-expect-error: a poll has options
    void api.runtime.channel.outbound.sendPoll({ target: "x", question: "Tea?" });
  },
});

/** Config that is not what the schema says. */
export const wrongConfig = definePlugin({
  id: "wrong-config",
  config: Type.Object({ apiKey: Type.String(), retries: Type.Optional(Type.Integer()) }),
  register(api) {
    // @ts-expect-error: the schema has no such key
    void api.config.apikey;
    // @ts-expect-error: a key is text
    void api.config.apiKey.toFixed();
    // @ts-expect-error: what is optional may be absent
    void api.config.retries.toFixed();
    // @ts-expect-error: a function takes another type
    ((retries: string) => retries)(api.config.retries);
  },
});

/** Methods and hooks that are not there. */
export const unknownMembers = definePlugin({
  id: "unknown-members",
  register(api) {
    // @ts-expect-error: no such method
    api.registerNothing({});
    // @ts-expect-error: registration is done by the methods of contracts
    api.register({ id: "x" });
    // @ts-expect-error: no such hook
    api.on("no_such_hook", () => {});
    // @ts-expect-error: the event has no such member
    api.on("before_model_resolve", ({ nothing }) => nothing);
    // @ts-expect-error: the hook wants something else
    api.on("before_model_resolve", () => ({ model: 1 }));
    // @ts-expect-error: who blocks says why
    api.on("message_sending", () => ({ block: true }));
    // @ts-expect-error: a priority is a number
    api.on("llm_output", () => {}, { priority: "high" });
    // @ts-expect-error: storage holds what JSON can carry
    void api.storage.set("key", () => {});
    // @ts-expect-error: a timer takes milliseconds
    api.setTimeout(() => {}, "1s");
  },
});

/** Plugins that are none. */
export const wrongPlugins: readonly Plugin[] = [
  // @ts-expect-error: a plugin has an id
  { register() {} },
  // @ts-expect-error: a plugin registers
  { id: "x" },
  // @ts-expect-error: an id is text
  { id: 1, register() {} },
];

interface Ocr {
  readonly id: string;
  read(request: { readonly image: Uint8Array }, context: CallContext): Promise<{ readonly text: string }>;
}
interface Immediate {
  readonly id: string;
  read(): string;
}
interface WithMap {
  readonly id: string;
  readonly table: Map<string, string>;
}

const wrongTrial = { request: () => ({ image: "" }), result: {} };

// @ts-expect-error: a function of a contract returns a promise or a stream
defineCapability<Immediate>();
// @ts-expect-error: class instances cannot cross a thread
defineCapability<WithMap>();
// @ts-expect-error: every operation is listed
defineCapability<Ocr>()({ kind: "ocr", operations: {} });
// @ts-expect-error: an operation that must be there is not optional
defineCapability<Ocr>()({ kind: "ocr", operations: { read: "optional" } });
// @ts-expect-error: only what the contract has is listed
defineCapability<Ocr>()({ kind: "ocr", operations: { read: "required", write: "required" } });
// @ts-expect-error: the conformance suite asks what the operation takes
defineCapability<Ocr>()({ kind: "ocr", operations: { read: "required" }, conformance: { read: wrongTrial } });

const ocr = defineCapability<Ocr>()({ kind: "ocr", operations: { read: "required" } });

/** An application's own capability is held to its type as the gateway's are. */
export const wrongReader = defineSdk({ ...gatewayContracts, registerOcrProvider: ocr }).definePlugin({
  id: "wrong-reader",
  register(api) {
    // @ts-expect-error: it reads a text
    api.registerOcrProvider({ id: "x", read: async () => ({ text: 1 }) });
    // @ts-expect-error: the general form asks the same
    api.provide(ocr, { id: "x" });
    // @ts-expect-error: its runtime takes an image
    void api.runtime.ocr.read({ picture: new Uint8Array() });
  },
});
