import type { ChatChunk, ModelDescription, TextInferenceProvider } from "@mortise/sdk";
import type { ModelList } from "@mistralai/mistralai/models/components";
import { completionRequest } from "./chat-request.js";
import { chatChunks, chatResult } from "./chat-result.js";
import type { Connection } from "./connection.js";

/** The models that are offered before the vendor was asked; the manifest names the same. */
const models = [
  "mistral-large-latest",
  "mistral-medium-latest",
  "mistral-small-latest",
  "ministral-8b-latest",
  "codestral-latest",
];

/** Mistral's language models. */
export function createTextProvider(connection: Connection): TextInferenceProvider {
  return {
    id: "mistral",
    label: "Mistral",
    models: models.map((id) => ({ id })),
    complete: (request, { signal }) =>
      connection.call(signal, async (client) => chatResult(await client.chat.complete(completionRequest(request)))),
    stream: (request, { signal }) =>
      connection.call(signal, async (client) => {
        const events = (await client.chat.stream(completionRequest(request))).getReader();
        const fail = (thrown: unknown): unknown => connection.failure(thrown, signal);
        return readableStream(chatChunks(events), fail, () => events.cancel());
      }),
    listModels: (_request, { signal }) =>
      connection.call(signal, async (client) => chatModels(await client.models.list())),
  };
}

function chatModels({ data = [] }: ModelList): ModelDescription[] {
  return data.flatMap((card) => {
    if (!("capabilities" in card) || !card.capabilities.completionChat) return [];
    return [{ id: card.id, ...(card.name && { name: card.name }), contextWindow: card.maxContextLength }];
  });
}

/** Unlike `ReadableStream.from`, ends the request at once when it is cancelled while a piece is awaited. */
function readableStream(
  chunks: AsyncGenerator<ChatChunk, void>,
  fail: (thrown: unknown) => unknown,
  cancel: () => Promise<void>,
): ReadableStream<ChatChunk> {
  return new ReadableStream<ChatChunk>(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        } catch (thrown) {
          controller.error(fail(thrown));
        }
      },
      cancel,
    },
    { highWaterMark: 0 },
  );
}
