import type { OpenAI } from "openai";
import { caller } from "./chat-plugin.js";
import { startGateway, type RunningGateway, type TestPlugin } from "./running-gateway.js";

/** The tools that the model is to call, each with its arguments: text as it is, anything else as JSON. */
export type Calls = readonly (readonly [tool: string, args: unknown])[];

/** One call of the tool `weather`. */
export const sunny: Calls = [["weather", { city: "Oslo" }]];

/** A request that makes the model call these tools. */
export function asking(calls: Calls, more: object = {}): Pick<OpenAI.ChatCompletionCreateParams, "model" | "messages"> {
  return { model: "caller/caller-1", messages: [{ role: "user", content: JSON.stringify({ calls, ...more }) }] };
}

/** A tool as a request declares it; only its name unless more is given. */
export function named(name: string, described: object = {}): OpenAI.ChatCompletionFunctionTool {
  return { type: "function", function: { name, ...described } };
}

/** A gateway with the model that calls tools; `chat` is the part of its settings, `section` further ones. */
export function startWithCaller(
  plugins: Readonly<Record<string, TestPlugin>>,
  chat?: object,
  section: object = {},
): Promise<RunningGateway> {
  return startGateway({ plugins: { caller, ...plugins }, section: { ...section, ...(chat && { chat }) } });
}

/** What the model said last. */
export interface Seen {
  readonly offered: readonly string[];
  readonly told: readonly string[];
  readonly toolChoice?: string;
}

/** Reads what the model said last: which tools it was offered, and what it was told. */
export function seen(text: string | null | undefined): Seen {
  return JSON.parse(text?.slice(text.indexOf("{")) ?? "") as Seen;
}

/** Makes the model call these tools, and reads what it says then. */
export async function ask(
  { client }: RunningGateway,
  calls: Calls,
  body: Partial<OpenAI.ChatCompletionCreateParamsNonStreaming> = {},
): Promise<Seen> {
  const answer = await client.chat.completions.create({ ...asking(calls), ...body });
  return seen(answer.choices[0]?.message.content);
}
