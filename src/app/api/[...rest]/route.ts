import { route } from "#platform/next/route.ts";
import { Refusal } from "#shared/errors.ts";

const unknown = async () => {
  throw new Refusal("not_found");
};

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: unknown,
  POST: unknown,
  PUT: unknown,
  PATCH: unknown,
  DELETE: unknown,
});
