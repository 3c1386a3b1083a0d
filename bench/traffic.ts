import { randomFrom } from "../prisma/seed/random.ts";

/** Draws 0 … count-1 by Zipf's law: the n-th is asked for 1/n as often as the first. */
export function zipf(count: number, random: () => number): () => number {
  const sums: number[] = [];
  let sum = 0;
  for (let n = 1; n <= count; n++) {
    sum += 1 / n;
    sums.push(sum);
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? sum) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const languages = "en-US en-GB pl de fr es it pt-BR nl sv da nb fi cs sk hu ro uk ja zh-CN".split(" ");

function userAgent(n: number): string {
  const minor = n % 125;
  switch (n >> 7) {
    case 0:
      return `Mozilla/5.0 (iPhone; CPU iPhone OS 17_${minor % 9} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.${minor} Mobile/15E148 Safari/604.1`;
    case 1:
      return `Mozilla/5.0 (Linux; Android 14; SM-A${500 + minor}B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (minor % 40)}.0.0.0 Mobile Safari/537.36`;
    case 2:
      return `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + (minor % 40)}.0.${6000 + minor}.0 Safari/537.36`;
    default:
      return `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + minor}.0) Gecko/20100101 Firefox/${100 + minor}.0`;
  }
}

/** Requests as they go over the wire: codes by Zipf, 500 agents, 2,000 addresses, 20 languages. */
export function makeRequests(slugs: readonly string[], count: number, seed: number): Buffer[] {
  const random = randomFrom(seed);
  const draw = zipf(slugs.length, random);
  const pick = (below: number) => Math.floor(random() * below);
  return Array.from({ length: count }, () => {
    const address = pick(2_000);
    return Buffer.from(
      `GET /r/${slugs[draw()]} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${userAgent(pick(500))}\r\n` +
        `Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: ${languages[pick(20)]},en;q=0.5\r\n` +
        `Accept-Encoding: gzip, deflate, br\r\nX-Forwarded-For: 10.${address >> 8}.${address & 255}.7\r\n` +
        "Connection: keep-alive\r\n\r\n",
    );
  });
}
