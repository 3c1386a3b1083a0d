/** What the suite asserts on: URLs nobody answers, shapes that are not Stripe's, endpoints that were used. */
export class Counts {
  readonly unknownUrls = new Map<string, number>();
  readonly endpoints = new Map<string, number>();
  readonly violations: string[] = [];

  unknown(url: string): void {
    this.unknownUrls.set(url, (this.unknownUrls.get(url) ?? 0) + 1);
  }

  endpoint(name: string): void {
    this.endpoints.set(name, (this.endpoints.get(name) ?? 0) + 1);
  }

  violation(text: string): void {
    if (this.violations.length < 1000) this.violations.push(text);
  }
}
