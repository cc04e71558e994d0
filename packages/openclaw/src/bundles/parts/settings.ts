import { documentReader, objectsIn } from "./document.js";
import { withoutSecrets } from "../secrets.js";

/** Files of settings. Their keys are kept, not their values. */
export const settingsFiles = documentReader((_bundle, { path, value }) => [
  { name: path, metadata: { path, keys: Object.keys(value) } },
]);

/** Connections to applications, by what the bundle calls them. */
export const apps = documentReader((bundle, document) =>
  objectsIn(bundle, document, "apps", "apps").map(({ name, value, pointer }) => {
    const { id } = value;
    const shown = typeof id === "string" ? { app: withoutSecrets(id) } : {};
    return { name, metadata: { path: document.path, pointer: document.pointer + pointer, ...shown } };
  }),
);
