/**
 * Where many unrelated people have their mailbox: that many of them sign up is no sign of misuse.
 * Canonical domains, as `canonicalEmail` gives them.
 */
const wellKnown = new Set([
  ...["gmail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com", "yahoo.com"],
  ...["aol.com", "proton.me", "fastmail.com", "zoho.com", "mail.com", "gmx.com", "gmx.net", "gmx.de"],
  ...["web.de", "t-online.de", "freenet.de", "orange.fr", "free.fr", "laposte.net", "libero.it"],
  ...["hotmail.co.uk", "hotmail.fr", "hotmail.de", "hotmail.it", "hotmail.es", "outlook.de", "outlook.fr"],
  ...["outlook.es", "outlook.it", "live.co.uk", "live.fr", "live.nl", "yahoo.co.uk", "yahoo.fr", "yahoo.de"],
  ...[
    "yahoo.it",
    "yahoo.es",
    "btinternet.com",
    "comcast.net",
    "seznam.cz",
    "ukr.net",
    "yandex.ru",
    "mail.ru",
  ],
  ...["wp.pl", "onet.pl", "op.pl", "o2.pl", "interia.pl", "interia.eu", "poczta.onet.pl", "poczta.fm"],
  ...["gazeta.pl", "tlen.pl", "vp.pl", "go2.pl"],
]);

/** Whether the domain is a public mail provider's. */
export function isMailProvider(domain: string): boolean {
  return wellKnown.has(domain);
}
