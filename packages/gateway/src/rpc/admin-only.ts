import { ApiError } from "../http/api-error.js";

/** The method is for administrators, and without a token anybody who reaches the gateway may call it: status 403. */
export function adminOnly(name: string): ApiError {
  return new ApiError(
    `The method '${name}' is for administrators, and this gateway asks nobody who they are. Set gateway.http.token.`,
    { status: 403, type: "permission_error", code: "token_required" },
  );
}
