/** An error of the gateway's own, as OpenAI's API words them. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly type: string;
  readonly code: string | null;
  /** The member of the request that is wrong, where one is. */
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(message: string, options: ApiErrorOptions) {
    super(message);
    this.status = options.status;
    this.type = options.type ?? "invalid_request_error";
    this.code = options.code ?? null;
    this.param = options.param ?? null;
    this.headers = options.headers ?? {};
  }
}

/** What an `ApiError` carries besides its message; `type` is `invalid_request_error` unless given. */
export interface ApiErrorOptions {
  readonly status: number;
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is wrong in one place: status 400. */
export function badRequest(message: string, code: string, param?: string): ApiError {
  return new ApiError(message, { status: 400, code, ...(param !== undefined && { param }) });
}

/** There is no such model: status 404, as OpenAI says it. */
export function modelNotFound(message: string): ApiError {
  return new ApiError(message, { status: 404, code: "model_not_found", param: "model" });
}

/** What was asked for belongs to a plugin that failed: status 503. */
export function pluginFailed(problem: string, plugin: string, param?: string): ApiError {
  const message = `${problem}: the plugin "${plugin}" failed. GET /plugins says why.`;
  return new ApiError(message, {
    status: 503,
    type: "server_error",
    code: "plugin_failed",
    ...(param !== undefined && { param }),
  });
}

/** The caller did not show the gateway's token: status 401. */
export function tokenMissing(): ApiError {
  return new ApiError("This gateway asks for its token: send it as 'Authorization: Bearer TOKEN'.", {
    status: 401,
    type: "authentication_error",
    code: "invalid_api_key",
    headers: { "www-authenticate": "Bearer" },
  });
}
