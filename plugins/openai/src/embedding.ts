import { CapabilityError, type EmbeddingProvider } from "@mortise/sdk";
import type { Connection } from "./connection.js";
import { given } from "./given.js";

/** OpenAI's text embeddings; the first of the models unless the request names one. */
export function createEmbeddingProvider(connection: Connection): EmbeddingProvider {
  return {
    id: "openai",
    label: "OpenAI",
    models: [
      { id: "text-embedding-3-small", dimensions: 1536 },
      { id: "text-embedding-3-large", dimensions: 3072 },
    ],
    embed: ({ inputs, model = "text-embedding-3-small", dimensions }, { signal }) =>
      connection.call(signal, async (client, options) => {
        // Not base64, the client's own choice: servers that speak OpenAI's API do not all know it.
        const params = { model, input: [...inputs], encoding_format: "float" as const, ...given({ dimensions }) };
        const answer = await client.embeddings.create(params, options);
        const usage = answer.usage as typeof answer.usage | undefined;
        if (answer.data.length !== inputs.length) {
          throw new CapabilityError(`OpenAI answered ${answer.data.length} vectors to ${inputs.length} texts.`, {
            code: "unavailable",
          });
        }
        return {
          embeddings: answer.data.toSorted((one, other) => one.index - other.index).map((entry) => entry.embedding),
          model: answer.model,
          // Servers that speak OpenAI's API do not all count.
          ...(usage && { usage: { inputTokens: usage.prompt_tokens } }),
        };
      }),
  };
}
