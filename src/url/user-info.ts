/** The user name and password in a URL, decoded; undefined when it has neither. What is no encoding is kept as it is. */
export function userInfo({ username, password }: URL): { user: string; password: string } | undefined {
  return username === '' && password === '' ? undefined : { user: decoded(username), password: decoded(password) }
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, encoded => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded
    }
  })
}
