// Runs the eSpeak NG command once, in a thread of its own, and reports what it left behind. The shapes of `workerData`
// and of the message are EspeakJob and EspeakOutcome in ../src/engine.ts.
import { parentPort, workerData } from "node:worker_threads";
import createEspeak from "espeak-ng";

const { args, text } = workerData;
const stdout = [];
const stderr = [];
let status = 0;
let files;

await createEspeak({
  arguments: args,
  print: (line) => stdout.push(line),
  printErr: (line) => stderr.push(line),
  preRun: [
    (espeak) => {
      files = espeak.FS;
      if (text !== undefined) files.writeFile("/text", new TextEncoder().encode(text));
    },
  ],
  quit: (code, cause) => {
    status = code;
    throw cause;
  },
  // The command's exit rejects this promise, by design of its compiler; the status says how it went.
}).catch(() => undefined);

const wav = files.analyzePath("/speech.wav").exists ? files.readFile("/speech.wav") : undefined;
parentPort.postMessage({ status, stdout, stderr, wav }, wav === undefined ? [] : [wav.buffer]);
