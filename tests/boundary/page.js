// The page's half of the boundary tests.

const COUNTRIES = JSON.stringify({ countries: [{ id: 1, iso: "US", name: "United States" }], count: 1, pages: 1, current_page: 1 });
const JSON_TYPE = "application/json; charset=utf-8";

/** The reasons by their place in the core's list, or status, type and body. */
const ANSWERS = {
  network: 0, timeout: 1, redirect: 3, "too large": 4, "bad header": 6, "no such reason": 99,
  countries: [200, JSON_TYPE, COUNTRIES],
  half: [200, JSON_TYPE, COUNTRIES.slice(0, 20)],
  page: [200, "text/html", "<p>canary</p>"],
  down: [503, "text/plain", "canary"],
};

export const host = () => ({
  sameOrigin: false,
  sent: [],
  load: () => undefined,
  save: () => false,
  lock() {},
  unlock() {},
  send(...sent) { this.sent.push(sent); },
  create() {},
  wake() {},
});

export function told(core, host, name) {
  core.ask(JSON.stringify({ kind: "countries" }));
  core.pump(1);
  const [[ticket]] = host.sent;
  const answer = ANSWERS[name];
  // A ticket nobody waits for changes nothing.
  core.lost(ticket + 1, 0, 2);
  if (typeof answer === "number") core.lost(ticket, answer, 2);
  else core.answer(ticket, answer[0], answer[1], bytes(answer[2]), 2);
  return core.pump(3).find(([kind]) => kind !== "event");
}

export const texts = () => [
  "", " ", "{", "[", "null", "true", "7", "-1", "1e300", "NaN", "canary", '"canary"', '"canary\\ud800"', "[]", '["canary"]', "{}",
  '{"canary":1}', '{"email":"canary"}', '{"email":7}', '{"email":1.5}', '{"email":{"canary":1}}', '{"email":"canary","email":"canary"}',
  '{"lines":"canary"}', '{"lines":[{"variant":"canary/..","quantity":1}]}', '{"__proto__":{"email":"canary"}}', "[".repeat(10_000),
  JSON.stringify({ email: "canary".repeat(100_000) }), JSON.stringify({ lines: Array(10_000).fill({}) }),
].map((text) => [text.slice(0, 40), text]);

const bytes = (text) => new TextEncoder().encode(text);
