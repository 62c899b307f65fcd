/** Fields whose value is a secret by their name: credentials, cookies, keys and tokens of any maker. Shown values are left out for them. */
export function isSecretField(name: string): boolean {
  return /^(?:proxy-)?authorization$|^set-cookie|^cookie|token|secret|password|passwd|api-?key|access-?key|credential|session|signature|^x-auth/i.test(
    name,
  )
}
