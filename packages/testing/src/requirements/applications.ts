import type { Requirement } from "./requirement.js";

/** What the reference gateway, the command and the first-party plugins do. */
export const applicationPromises: readonly Requirement[] = [
  {
    id: "GATE-1",
    behaviour: "Chat completions have OpenAI's format, whole and in pieces, errors included.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-2",
    behaviour: "Speech, embeddings and the list of models have OpenAI's format.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-3",
    behaviour: "A foreign Host or Origin is refused, bodies are bounded, and a token is asked for where one is set.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-4",
    behaviour:
      "Routes of plugins are served, their owners loaded when first asked; the gateway's own paths are reserved.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-5",
    behaviour: "It starts without what fails and says why, prints a boot report, and stops cleanly.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-6",
    behaviour: "Health and reports answer over HTTP, and nothing is loaded for it.",
    source: "issue 2, gateway",
  },
  {
    id: "GATE-7",
    behaviour: "A request sees one generation, from its first call to the end of its answer.",
    source: "decision 14",
  },
  {
    id: "GATE-8",
    behaviour: "Plugins are changed while it runs, by operators and by edits, and every request is answered.",
    source: "issue 4, how it is checked 4",
  },
  {
    id: "GATE-9",
    behaviour:
      "Calls become spans below the request that brought them about, without secrets, only where that is asked for.",
    source: "issue 4, calling",
  },
  {
    id: "GATE-10",
    behaviour: "The demo chats, speaks and embeds without a network and without a key.",
    source: "issue 2, plugins",
  },
  {
    id: "GATE-11",
    behaviour: "Its own section of the config has a default for everything; what is wrong in it is set aside and said.",
    source: "issue 2, gateway",
  },
  {
    id: "TURN-1",
    behaviour: "Tools are offered, called in a loop, checked against their schemas, and answered to the model.",
    source: "issue 3, the gateway uses every surface",
  },
  {
    id: "TURN-2",
    behaviour: "Filters lie around the model, on requests, answers and pieces.",
    source: "issue 3, the gateway uses every surface",
  },
  { id: "TURN-3", behaviour: "Each hook of the list is called where the list says.", source: "issue 3, the hook list" },
  {
    id: "TURN-4",
    behaviour: "A chat message calls a command by name, alias or pattern, in the order that is documented.",
    source: "issue 3, other surfaces",
  },
  {
    id: "TURN-5",
    behaviour: "What is remembered stands in the prompt, and a context engine decides what the model sees.",
    source: "issue 3, other surfaces",
  },
  {
    id: "TURN-6",
    behaviour: "Interactive handlers and actions on messages are led to their owners.",
    source: "issue 3, other surfaces",
  },
  {
    id: "RPC-1",
    behaviour: "Gateway methods are called over WebSocket by JSON-RPC, with stable codes for what fails.",
    source: "issue 3, the gateway uses every surface",
  },
  {
    id: "RPC-2",
    behaviour: "A call tells and asks its own caller, and nobody else, until it is over.",
    source: "issue 4, calling",
  },
  {
    id: "CHAN-1",
    behaviour: "A channel's section reaches its owner with defaults and secrets, and its state is shown.",
    source: "issue 3, capabilities",
  },
  {
    id: "CHAN-2",
    behaviour: "What is sent to a channel goes by its own grammar of conversations and targets.",
    source: "issue 3, capabilities",
  },
  {
    id: "CLI-1",
    behaviour:
      "`list`, `inspect`, `plan`, `doctor` and `status` answer over whatever is broken, name it, and exit with the documented code.",
    source: "issue 2, command line",
  },
  {
    id: "CLI-2",
    behaviour: "A plugin's code runs with `--runtime`, in another process, and never without.",
    source: "issue 2, command line",
  },
  {
    id: "CLI-3",
    behaviour: "Answers fit the terminal; colour is there only where it is one.",
    source: "issue 2, command line",
  },
  {
    id: "CLI-4",
    behaviour: "A list repeats its last answer only while nothing changed that it stands on.",
    source: "decision 9",
  },
  {
    id: "CLI-5",
    behaviour: "Commands of plugins are known from manifests, and their owners loaded on first use.",
    source: "issue 3, other surfaces",
  },
  {
    id: "CLI-6",
    behaviour: "A plugin in quarantine is released by name.",
    source: "issue 4, generations and lifecycle",
  },
  {
    id: "VEND-1",
    behaviour:
      "A vendor's plugin speaks the vendor's documented API through the vendor's own client, whole and streaming.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-2",
    behaviour:
      "A vendor's refusals, broken connections, silence and the caller's leaving become the contract's errors, without the key.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-3",
    behaviour: "A first-party plugin brings what its manifest declares, and imports what is heavy with its first call.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-4",
    behaviour: "The offline model answers by its rules, honest about what it is, streaming, with tools.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-5",
    behaviour: "Text in images is read, and texts are embedded, without a network.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-6",
    behaviour: "Texts are spoken to WAV by eSpeak NG, under its own licence.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-7",
    behaviour: "The audit log writes each event once, in order, and no more than it was asked for.",
    source: "issue 2, plugins",
  },
  {
    id: "VEND-8",
    behaviour: "The clock tells the time as a tool, a command, a method and a route.",
    source: "issue 2, plugins",
  },
];
