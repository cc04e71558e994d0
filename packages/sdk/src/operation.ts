type AnyFunction = (...args: never[]) => unknown;

/** The keys of any member of a union. */
type KeysOf<Value> = Value extends unknown ? keyof Value & string : never;

/** What stands under a key; `undefined` among it where a member of the union lacks it. */
type MemberOf<Value, Key> = Value extends unknown ? (Key extends keyof Value ? Value[Key] : undefined) : never;

type Presence<Member> = undefined extends Member ? "optional" : "required";

/** Whether an operation of a contract must be there, or may be. */
export type OperationPresence = "required" | "optional";

type FunctionKeys<Value> = {
  [Key in KeysOf<Value>]: [Exclude<MemberOf<Value, Key>, undefined>] extends [AnyFunction] ? Key : never;
}[KeysOf<Value>];

/** What has functions of its own that are not a contract's. */
type NoGroup =
  | readonly unknown[]
  | Uint8Array
  | ReadableStream
  | AbortSignal
  | Request
  | Response
  | string
  | number
  | boolean;

/** Members that hold functions: `outbound` of a channel, with its `send`. */
type GroupKeys<Value> = {
  [Key in Exclude<KeysOf<Value>, FunctionKeys<Value>>]: Exclude<MemberOf<Value, Key>, undefined> extends infer Group
    ? [Group] extends [NoGroup]
      ? never
      : [FunctionKeys<Group>] extends [never]
        ? never
        : Key
    : never;
}[Exclude<KeysOf<Value>, FunctionKeys<Value>>];

type Group<Value, Key> = Exclude<MemberOf<Value, Key>, undefined>;

type GroupPaths<Value> = {
  [Key in GroupKeys<Value>]: `${Key}.${FunctionKeys<Group<Value, Key>>}`;
}[GroupKeys<Value>];

type GroupPresence<Value, Path> = Path extends `${infer Key}.${infer Member}`
  ? undefined extends MemberOf<Value, Key>
    ? "optional"
    : Presence<MemberOf<Group<Value, Key>, Member>>
  : never;

/**
 * The names of a contract's functions, each with whether a provider must have it; checked against the type. A function
 * of a member has both names: `outbound.send`.
 */
export type OperationsOf<Value> = {
  readonly [Key in FunctionKeys<Value>]: Presence<MemberOf<Value, Key>>;
} & { readonly [Path in GroupPaths<Value>]: GroupPresence<Value, Path> };

/** The name of one of a contract's functions. */
export type OperationName<Value> = keyof OperationsOf<Value> & string;

/** One of a contract's functions, by its name. */
export type OperationOf<Value, Name extends string> = Name extends `${infer Key}.${infer Member}`
  ? Extract<Exclude<MemberOf<Group<Value, Key>, Member>, undefined>, AnyFunction>
  : Extract<Exclude<MemberOf<Value, Name>, undefined>, AnyFunction>;

/** What an operation is asked. */
export type RequestOf<Value, Name extends string> =
  OperationOf<Value, Name> extends (request: infer Request, ...rest: never[]) => unknown ? Request : never;

/** What an operation answers, once it is awaited. */
export type AnswerOf<Value, Name extends string> =
  OperationOf<Value, Name> extends (...args: never[]) => infer Result ? Awaited<Result> : never;
