import type { JsonValue } from "./context.js";

/** What may cross a thread or process boundary as it is. */
type Leaf = JsonValue | bigint | undefined | Uint8Array | AbortSignal | Request | Response | ReadableStream<unknown>;

type ClassInstance =
  | Date
  | RegExp
  | Error
  | Map<unknown, unknown>
  | Set<unknown>
  | WeakMap<object, unknown>
  | WeakSet<object>;

/** Says in the compiler's message why a member is refused. */
export interface NotTransferable<Reason extends string> {
  readonly "~notTransferable": Reason;
}

/**
 * `Value` where it can cross a thread: every function is async or returns a stream, every value is plain data, bytes or
 * a stream. Anything else becomes `NotTransferable`, which nothing satisfies, so a contract that would tie plugins to
 * the host's process does not compile.
 */
export type Transferable<Value> = Value extends Leaf
  ? Value
  : Value extends (...args: never[]) => infer Result
    ? Result extends Promise<unknown> | ReadableStream<unknown>
      ? Value
      : NotTransferable<"a function must return a promise or a stream">
    : Value extends ClassInstance
      ? NotTransferable<"class instances cannot cross a thread; use plain data">
      : Value extends object
        ? { readonly [Key in keyof Value]: Transferable<Value[Key]> }
        : unknown extends Value
          ? Value
          : NotTransferable<"this type cannot cross a thread">;

/** The rest parameters of a declaration: none where `Value` is transferable, else one that nobody can give. */
export type RefuseUntransferable<Value> = [Value] extends [Transferable<Value>]
  ? []
  : [refused: NotTransferable<"this contract has a member that cannot cross a thread">];
