import { StripeFault } from "./errors.ts";

/** One writer an object at a time: the next one waits its turn, and not for ever. */
export class Locks {
  private readonly holders = new Map<string, Promise<void>>();

  /** Runs alone on an object, or throws Stripe's `lock_timeout` when it was not free within `waitMs`. */
  async hold<T>(object: string | null, waitMs: number, work: () => Promise<T>): Promise<T> {
    if (object === null) return work();
    const end = performance.now() + waitMs;
    for (let held = this.holders.get(object); held !== undefined; held = this.holders.get(object)) {
      if (!(await isOver(held, end - performance.now()))) throw lockTimeout();
    }
    let release = () => {};
    this.holders.set(object, new Promise((resolve) => (release = resolve)));
    try {
      return await work();
    } finally {
      this.holders.delete(object);
      release();
    }
  }
}

async function isOver(held: Promise<void>, leftMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.max(0, leftMs));
  });
  try {
    return await Promise.race([held.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The object that a write is about, by its URL: `POST /v1/subscriptions/sub_1/resume` → `sub_1`. */
export function writtenObject(method: string, path: string): string | null {
  if (method === "GET") return null;
  const isId = (part: string) => /^[a-z]+(_[a-z]+)*_\w{8,}$/.test(part) && /[A-Z0-9]/.test(part);
  return path.split("/").find(isId) ?? null;
}

function lockTimeout(): StripeFault {
  return new StripeFault(429, {
    type: "invalid_request_error",
    code: "lock_timeout",
    message:
      "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request. If you see this error frequently and are making multiple concurrent requests to a single object, make your requests serially or at a lower rate. For more details, see https://stripe.com/docs/rate-limits#object-lock-timeouts.",
  });
}
