/**
 * A refusal with the HTTP status that W&B clients go by: they look at nothing else (409: the name is taken,
 * 404: not there), so it travels as the status of the whole answer.
 */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: 400 | 401 | 403 | 404 | 409, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
  }
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, message);
}

export function permissionDenied(what: string): ApiError {
  return new ApiError(403, `permission denied: ${what}`);
}

export function notFound(what: string): ApiError {
  return new ApiError(404, `${what} not found`);
}
