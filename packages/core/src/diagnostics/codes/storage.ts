import type { DiagnosticCatalogue } from "../define.js";

/** What can go wrong with what plugins store. */
export const storageCodes = {
  STORAGE_KEY_INVALID: {
    level: "error",
    message: "The plugin used a storage key that is not valid: {reason}.",
    help: "A key is text of 1 to 256 characters, none of them a control character.",
  },
  STORAGE_VALUE_INVALID: {
    level: "error",
    message: 'The plugin gave a value for the storage key "{key}" that cannot be stored: {reason}.',
    help: "Store plain JSON of at most 1 MiB: text, finite numbers, booleans, null, arrays and plain objects.",
  },
  STORAGE_BUSY: {
    level: "error",
    message: 'The storage key "{key}" was being changed by somebody else for longer than {patience} ms.',
    help: "A change must not write its own key, nor take long. Look for another process that hangs.",
  },
  STORAGE_CORRUPT: {
    level: "error",
    message: "The stored file {file} cannot be read: {reason}.",
    help: "Bring it back from a backup or delete it. The plugin can also write or delete the key anew.",
  },
  STORAGE_UNAVAILABLE: {
    level: "error",
    message: "The plugin's storage at {path} does not work: {reason}.",
    help: "See that the folder can be written by the host, that the disk has room, and that it is a disk with file locks.",
  },
  STORAGE_CLOSED: {
    level: "error",
    message: "The plugin used its storage after it had been unloaded.",
    help: "Stop what runs on when api.signal is aborted.",
  },
} as const satisfies DiagnosticCatalogue;
