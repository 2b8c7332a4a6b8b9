// The token of an OAuth 2 client with its own account, kept fresh. The secret and the tokens never leave the proxy.

const TIMEOUT_MS = 10_000;
/** A token is renewed so long before it ends. */
const EARLY_MS = 60_000;

/** Tokens from `path` of the shop, by password and then by refreshing; or the one that is handed in, as long as it is good. */
export function tokens({ path, clientId, clientSecret, username, password, token, now }) {
  let held = token === undefined ? undefined : { access: token, until: Infinity };
  let asked;

  async function grant(ask, content) {
    const body = JSON.stringify({ client_id: clientId, client_secret: clientSecret, ...content });
    const answer = await ask({ method: "POST", path, headers: {}, body, timeoutMs: TIMEOUT_MS });
    const told = answer.status === 200 ? JSON.parse(answer.body) : {};
    if (typeof told.access_token !== "string") return undefined;
    return { access: told.access_token, refresh: told.refresh_token, until: now() + Number(told.expires_in ?? 0) * 1000 - EARLY_MS };
  }

  async function renew(ask) {
    // A refresh token is good for once; where it is refused the password is asked for again.
    const next = (held?.refresh && (await grant(ask, { grant_type: "refresh_token", refresh_token: held.refresh })))
      || (await grant(ask, { grant_type: "password", username, password }));
    if (!next) throw new Error("the shop gives the proxy no token");
    held = next;
  }

  return {
    /** A token that is still good. Those who ask together wait for one renewal. */
    async access(ask) {
      if (!held || now() >= held.until) {
        asked ??= renew(ask).finally(() => {
          asked = undefined;
        });
        await asked;
      }
      return held.access;
    },
    /** The shop did not take this one. */
    refuse(access) {
      if (token === undefined && held?.access === access) held.until = 0;
    },
  };
}
