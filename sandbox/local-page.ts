/** A page elsewhere whose name is made to point at this machine must not read what is shown here. */
export function isLocalHost(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** A page of the sandbox's, for whoever tries the product on this machine. */
export function localPage(title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · DynamicQR sandbox</title>${head}<style>
:root{color-scheme:light dark;--line:color-mix(in srgb,currentColor 18%,transparent)}
body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}ul{list-style:none;padding:0;border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 1rem;padding:.7rem .2rem;border-bottom:1px solid var(--line);text-decoration:none;color:inherit}
li a:hover,li a:focus-visible{background:var(--line)}time,li span,dt{opacity:.75}li span{grid-column:1}time{grid-row:1;grid-column:2}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0}
iframe{width:100%;height:34rem;border:1px solid var(--line);border-radius:.5rem;background:#fff}
pre{white-space:pre-wrap;overflow-wrap:anywhere}input,button{font:inherit}</style></head>
<body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}
