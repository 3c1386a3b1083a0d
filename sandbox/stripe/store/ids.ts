import { createHash, randomBytes } from "node:crypto";

export type RandomBytes = (length: number) => Buffer;

/** Bytes that only depend on the seed, for runs that must be repeatable. */
export function seededBytes(seed: string): RandomBytes {
  let count = 0;
  return (length) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      count += 1;
      parts.push(createHash("sha256").update(`${seed}:${count}`).digest());
    }
    return Buffer.concat(parts).subarray(0, length);
  };
}

export const systemBytes: RandomBytes = randomBytes;

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Ids as Stripe's: letters and digits behind the kind's prefix. */
export function createId(random: RandomBytes, prefix: string, length = 24): string {
  let id = "";
  for (const byte of random(length)) id += alphabet[byte % alphabet.length];
  return `${prefix}_${id}`;
}
