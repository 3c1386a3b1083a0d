/** Just enough of a browser without JavaScript: a page, its form's hidden fields, and where it led. */
export type Browser = {
  status: number;
  text: string;
  location: string | null;
  /** Posts the form whose action ends so, or that has this hidden `action`, with its hidden fields. */
  submit: (action: string, fields: Record<string, string>) => Promise<Browser>;
};

export async function openPage(url: string): Promise<Browser> {
  return read(await fetch(url, { redirect: "manual" }), url);
}

async function read(response: Response, url: string): Promise<Browser> {
  const text = await response.text();
  return {
    status: response.status,
    text,
    location: response.headers.get("location"),
    submit: async (action, fields) => {
      const forms = [...text.matchAll(/<form method="post" action="([^"]+)"[\s\S]*?<\/form>/g)];
      const form = forms.find(
        ([markup, target]) => target?.endsWith(action) || isFormFor(markup, action, fields),
      );
      if (form === undefined) throw new Error(`There is no form ${action} in: ${text}`);
      const hidden = [...form[0].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
      const body = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const target = new URL(form[1] ?? "", url).href;
      return read(await fetch(target, { method: "POST", body, redirect: "manual" }), target);
    },
  };
}

function isFormFor(markup: string, action: string, fields: Record<string, string>): boolean {
  const has = (name: string, value: string) => markup.includes(`name="${name}" value="${value}"`);
  return (
    has("action", action) &&
    Object.entries(fields).every(
      ([name, value]) => has(name, value) || !markup.includes(`type="hidden" name="${name}"`),
    )
  );
}

export function cardForm(number = "4242424242424242"): Record<string, string> {
  return { number, expiry: "12/40", cvc: "123", name: "Ada Buyer" };
}
