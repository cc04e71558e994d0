import type { ChatChunk, TextInferenceProvider } from "@mortise/sdk";
import type { ChatModel } from "openai/resources/shared";
import { completionParams } from "./chat-request.js";
import { chatChunks, chatResult } from "./chat-result.js";
import type { Connection } from "./connection.js";

/** The models that are offered before the vendor was asked; the manifest names the same. */
const models = [
  "gpt-5.6-sol",
  "gpt-5.6-terra",
  "gpt-5.6-luna",
  "gpt-5.4",
  "gpt-5.4-mini",
  "gpt-4.1",
  "gpt-4o",
  "gpt-4o-mini",
] as const satisfies readonly ChatModel[];

/** The vendor's list has models of every kind and does not say which; these words mark those that do not chat. */
const otherKinds =
  /audio|babbage|dall-e|davinci|embedding|image|instruct|moderation|realtime|sora|transcribe|tts|whisper/;

/** OpenAI's language models, over the chat completions API. */
export function createTextProvider(connection: Connection): TextInferenceProvider {
  return {
    id: "openai",
    label: "OpenAI",
    models: models.map((id) => ({ id })),
    complete: (request, { signal }) =>
      connection.call(signal, async (client, options) =>
        chatResult(await client.chat.completions.create(completionParams(request), options)),
      ),
    stream: (request, { signal }) =>
      connection.call(signal, async (client, options) => {
        const params = { ...completionParams(request), stream: true, stream_options: { include_usage: true } } as const;
        const pieces = await client.chat.completions.create(params, options);
        const fail = (thrown: unknown): unknown => connection.failure(thrown, signal);
        return readableStream(chatChunks(pieces), fail, () => pieces.controller.abort());
      }),
    listModels: (_request, { signal }) =>
      connection.call(signal, async (client, options) => {
        const page = await client.models.list(options);
        return page.data.filter(({ id }) => !otherKinds.test(id)).map(({ id }) => ({ id }));
      }),
  };
}

/** Unlike `ReadableStream.from`, ends the request at once when it is cancelled while a piece is awaited. */
function readableStream(
  chunks: AsyncGenerator<ChatChunk, void>,
  fail: (thrown: unknown) => unknown,
  cancel: () => void,
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
