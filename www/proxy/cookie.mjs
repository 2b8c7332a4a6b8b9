// Who a visitor is: a random name in a signed cookie. Nothing else is in it, and nobody can make one.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** `__Host-`: browsers take it only with `Secure`, for the whole origin and no other one, a subdomain's included. */
export const COOKIE = "__Host-cashwrap";
const MIN_SECRET_BYTES = 32;
const FORM = /^([\w-]{22})\.([1-9][0-9]{8,11})\.([\w-]{43})$/;

/** Reads and writes the cookie. `secrets`: the first one signs, all of them are believed, so that one can be replaced. */
export function cookies({ secrets, maxAgeS, now }) {
  const keys = secrets.map((secret) => Buffer.from(secret));
  if (keys.length === 0 || keys.some((key) => key.length < MIN_SECRET_BYTES)) {
    throw new Error(`secret: at least ${MIN_SECRET_BYTES} bytes, from a random source`);
  }
  const mac = (key, text) => createHmac("sha256", key).update(`visitor\n${text}`).digest();
  const nowS = () => Math.floor(now() / 1000);

  return {
    /** The visitor of a request, and whether the cookie should be written again; nothing for none, a forged or an old one. */
    read(header) {
      const values = (header ?? "").split(";").map((part) => part.trim()).filter((part) => part.startsWith(`${COOKIE}=`));
      // Two of them: one is somebody else's work.
      if (values.length !== 1) return undefined;
      const [, visitor, since, signature] = FORM.exec(values[0].slice(COOKIE.length + 1)) ?? [];
      if (visitor === undefined) return undefined;
      const given = Buffer.from(signature, "base64url");
      const text = `${visitor}.${since}`;
      let isOurs = false;
      for (const key of keys) isOurs = timingSafeEqual(mac(key, text), given) || isOurs;
      const age = nowS() - Number(since);
      if (!isOurs || age > maxAgeS || age < -60) return undefined;
      return { visitor, isOld: age > maxAgeS / 2 };
    },
    /** The header that makes a browser keep it. */
    write(visitor) {
      const text = `${visitor}.${nowS()}`;
      const value = `${text}.${mac(keys[0], text).toString("base64url")}`;
      return `${COOKIE}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; Secure; SameSite=Strict`;
    },
  };
}

/** A new visitor: 128 random bits. */
export const newVisitor = () => randomBytes(16).toString("base64url");
